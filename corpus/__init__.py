"""What exists: the nouns of the programme, its catalogue and its documents."""
