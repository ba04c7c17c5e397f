"""The demonstration programme's printing house: Markdown sources -> designed PDFs.

``source`` reads, ``typeset`` writes Typst markup, ``press`` compiles it with one of the
``layouts``, ``scan`` turns a print into pictures of paper, ``truth`` says what stands where.
"""
