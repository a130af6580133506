"""Files that somebody brought: opened page by page in a process of their own, never in the counter's."""
