"""A question -> what a person or a program reads: command line, HTTP and pages."""
