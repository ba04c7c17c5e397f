"""Speed and scale, measured by anyone: ``python -m eval.bench``."""
