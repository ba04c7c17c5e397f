"""Making the bundled embedding model: data, tokenizer, training, export. Never imported by
the product; run as ``python -m index.training --data DIR --out DIR --seed N``."""
