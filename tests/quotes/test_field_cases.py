"""What users of other quotation tools ask for, of forms: signed, introduced, set as a block, interrupted by a clause.

The form of a case is that of `test_quotes`: language, text, and what should be found.
"""

import pytest
from support.field_cases import BETWEEN, BLOCKS, NAMED_BEFORE, NOT_SIGNED, SIGNED
from support.tagged import found_in


@pytest.mark.parametrize("case", [*SIGNED, *NOT_SIGNED, *NAMED_BEFORE, *BLOCKS, *BETWEEN], ids=lambda case: case[1])
def test_found(case):
    language, text, *wanted = case
    assert found_in(text, language) == wanted
