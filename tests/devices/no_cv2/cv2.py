"""Stands before OpenCV on the path: a machine where it cannot be imported."""

raise ImportError("no OpenCV here")
