"""The assistant: answers in which every sentence cites the page it comes from."""
