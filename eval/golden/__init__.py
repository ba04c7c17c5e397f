"""The golden judgements of the demonstration programme, as JSON Lines."""
