"""How the tagger's weights are made from annotated articles. Wants the extra ``train`` (PyTorch); tagging does not."""
