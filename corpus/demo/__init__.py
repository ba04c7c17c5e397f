"""The demonstration programme: its sources, and the documents and catalogue made from them."""
