"""The pieces every screen is made of. Each says its state in words and signs, and can be used without a mouse."""
