"""A process that dies at an article."""

#: What kills a process at an article that holds the word, as a kernel without memory does; in each new interpreter.
DEADLY = """
    import os
    from corpus.tables import batch as tag

    annotate = tag.annotate_steps

    def deadly(text, options):
        if "KILLTHIS" in text or ("KILLONCE" in text and not os.path.exists({mark!r})):
            open({mark!r}, "w").close()
            os.kill(os.getpid(), 9)
        return annotate(text, options)

    tag.annotate_steps = deadly
"""
