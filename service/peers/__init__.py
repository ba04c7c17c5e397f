"""Cities with a like challenge: challenge against challenge, then what the others did about it."""
