"""Electronic copies (bản sao điện tử) of papers, from receipt to acknowledgement.

Sealing fixes the captured pages; afterwards, in the background, each paper's pages become one finished PDF, later a signed
one. Which are wanted (`wanting`), how one comes into the store (`finishing`), who has to sign (`signing`), what stands for a
page in what is sent (`sending`), and where a dossier's copies stand (`reading`). Truth lies in the rows: a process that dies
leaves nothing to guess.
"""
