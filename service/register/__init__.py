"""The register of barriers: records over all documents, and which city raises which barrier."""
