"""The neural model: a small encoder reads the article, and the tagger's labels and links are read off its states.

An optional extra (``pip install convoy17[neural]``): it runs with onnxruntime and tokenizers from files that are data
of a language (``corpus/lang/<code>/neural``). Everything behind its states is `corpus.tagger`.
"""
