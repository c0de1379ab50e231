"""Which tests are `slow`, start a `browser` or other processes (`process`), or open connections (`net`).

A test that uses Chromium is found by its fixtures. The others are listed here by file, or by file and function, so that
``make fast`` can leave them out; a test in `tests/repository` fails if something is listed that is not there.
"""

#: Fixtures that start Chromium, directly or not.
BROWSER = {"browser"}
#: Start other processes, kill them, or need what only the system's administrator has.
PROCESS = {
    "add/test_add_kills.py",
    "cli/test_cli_process.py",
    "release/test_release_writing.py",
    "repository/test_benchmark.py",
    "repository/test_docs.py::test_notebook_gives_what_it_shows",
    "repository/test_docs.py::test_pages_are_built_without_a_warning",
    "repository/test_recipes.py",
    "tables/test_stream.py",
    "tables/test_stream_engine.py",
    "tables/test_stream_ids.py",
    "tables/test_stream_input.py",
    "tables/test_stream_process.py",
    "tables/test_stream_warc.py",
    "whole/test_determinism.py",
    "whole/test_faults.py",
    "whole/test_stopped_writes.py",
}
#: Ray, and the review page with its tests, talk over the network of this machine.
NET = {"tables/test_stream_ray.py", "view/test_review.py"}
#: Files that take two seconds of processor time or more, 2 minutes of 3 in all; see `support.nightly` for what of
#: them is tried in full at night only.
SLOW = {
    "align/test_align.py",
    "align/test_align_variants.py",
    "cli/test_neural_command.py",
    "cli/test_plot_command.py",
    "combine/test_scoring.py",
    "models/test_neural_pipeline.py",
    "project/test_annotation_files.py",
    "project/test_exchange.py",
    "release/test_croissant.py",
    "release/test_export_conll.py",
    "release/test_export_tables.py",
    "release/test_export_webannotation.py",
    "release/test_publish.py",
    "release/test_verify.py",
    "repository/test_safety.py",
    "repository/test_tutorial.py",
    "tables/test_records_release.py",
    "tables/test_stream_ray.py",
    "training/test_fine_tuning.py",
    "training/test_light.py",
    "view/test_browser_pages.py",
    "view/test_browser_scale.py",
    "whole/test_fuzz.py",
    "whole/test_growth.py",
    "whole/test_growth_measure.py",
    "whole/test_growth_tokens.py",
    "whole/test_growth_whole.py",
    "whole/test_hostile.py",
    "whole/test_properties.py",
}
LISTED = {"process": PROCESS, "net": NET, "slow": SLOW}


def marks_of(nodeid, fixtures):
    """The markers of a test.

    Args:
        nodeid: its file, function and parameters, as pytest names them from the root.
        fixtures: the names of all fixtures that it uses.

    Returns:
        Names of markers.
    """
    file, _, function = nodeid.removeprefix("tests/").partition("::")
    keys = {file, f"{file}::{function.partition('[')[0]}"}
    marks = {name for name, listed in LISTED.items() if keys & listed}
    return marks | ({"browser"} if BROWSER & set(fixtures) else set())
