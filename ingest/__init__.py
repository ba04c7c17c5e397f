"""From a PDF to passages: characters, lines, blocks, repair, sections, passages."""
