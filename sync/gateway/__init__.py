"""The gateway: the server side of the counter protocol. Embedded for demo and tests, deployable at a province.

`gateway.Gateway` is the whole of it without HTTP; `app` and `server` put it on loopback. It keeps a folder, a key and a
lock of its own and never shares them with a counter's store.
"""
