"""Numbers and addresses in the headers of a web archive: whatever they are, the pages before are kept."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.pages import archive, page

from corpus.clean.pages import read_page
from corpus.errors import InputError, MissingExtraError
from corpus.io.foreign import foreign_parser
from corpus.io.urls import is_url
from corpus.io.warc import pages_in
from corpus.records import RawDocument

BODY = page("en").encode()
GOOD = archive(("https://example.org/good", "200 OK", [("Content-Type", "text/html")], BODY), packed=False)
NUMBERS = (
    "1" + "0" * 30, "-1", "-" + "9" * 40, "1e9", "0x10", "12 34", "", "NaN", "9" * 5000, "١٢", "+5", "1_000", "0",
    str(2**31), str(2**63), "4.5",
)  # fmt: skip


def record(*, length=None, http_length=None, url="https://example.org/bad", body=BODY, more=()):
    """A response without digests, with the lengths that its headers say."""
    head = ["HTTP/1.1 200 OK", "Content-Type: text/html"]
    head += [] if http_length is None else [f"Content-Length: {http_length}"]
    block = "\r\n".join([*head, "", ""]).encode() + body
    fields = ["WARC/1.0", "WARC-Type: response", "WARC-Record-ID: <urn:uuid:2>", "WARC-Date: 2024-02-01T00:00:00Z"]
    fields += ["Content-Type: application/http; msgtype=response", f"WARC-Target-URI: {url}", *more]
    fields += [f"Content-Length: {len(block) if length is None else length}", "", ""]
    return "\r\n".join(fields).encode() + block + b"\r\n\r\n"


def read(*records):
    return list(pages_in(io.BytesIO(b"".join(records)), name="x", archive="x"))


def is_page(found):
    return isinstance(found, RawDocument)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("header", ["length", "http_length"])
def test_numbers_in_headers(header, number, capsys):
    found = read(GOOD, record(**{header: number}), GOOD)
    assert is_page(found[0])
    assert found[0].data == BODY
    assert all(is_page(one) or isinstance(one, InputError) for one in found)
    # What follows a record of a wrong length is not printed.
    assert capsys.readouterr() == ("", "")


@given(number=st.integers(-(10**40), 10**40).map(str) | st.text("0123456789-+.e ", max_size=8), http=st.booleans())
def test_any_header(number, http):
    found = read(GOOD, record(**{"http_length" if http else "length": number}))
    assert is_page(found[0])


@pytest.mark.parametrize("cut", [5, 40, len(BODY) // 2])
def test_a_page_cut_short_by_its_record_is_a_failure(cut):
    whole = len(record()) - len(record(body=b"")) + len(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    found = read(GOOD, record(length=whole - cut))
    assert [is_page(one) for one in found[:2]] == [True, False]
    assert "the page is cut short" in str(found[1])


def test_a_page_cut_short_by_its_server_is_a_failure():
    good, bad, after = read(GOOD, record(http_length=len(BODY) + 1), GOOD)
    assert (is_page(good), is_page(after)) == (True, True)
    assert str(bad).startswith("x record 3 (https://example.org/bad): the page is cut short")
    assert "cut short" in str(read(record(more=["WARC-Truncated: length"]))[0])


@pytest.mark.parametrize("length", [None, len(BODY), len(BODY) - 1])
def test_a_page_that_is_not_shorter_than_declared(length):
    assert [is_page(one) for one in read(record(http_length=length))] == [True]


@pytest.mark.parametrize("character", ["\x1b", "\x07", "\x00", "\x9b", "\u202e", "\u2066", "\u200b", "\t", " ", "\x7f"])
def test_addresses_with_control_characters_are_refused(character):
    assert is_url("https://example.org/a")
    assert not is_url(f"https://example.org/{character}a")


def test_an_address_with_an_escape_sequence_is_not_kept():
    (found,) = read(record(url="https://example.org/\x1b[31mred"))
    assert found.url is None
    assert found.name.isprintable()


# The border


@pytest.mark.parametrize("error", [OverflowError("big"), AssertionError(), RuntimeError("x\x1b[31m"), RecursionError()])
def test_whatever_a_library_raises(error):
    with pytest.raises(InputError) as caught, foreign_parser("it cannot be read", name="x", hint="Try"):
        raise error
    assert caught.value.message.startswith("it cannot be read (")
    assert caught.value.message.isprintable()
    assert caught.value.hint == "Try"


@pytest.mark.parametrize(
    "error", [OSError(5, "Input/output error"), MissingExtraError.of("x", extra="y"), KeyboardInterrupt()]
)
def test_what_is_not_about_the_input_passes(error):
    with pytest.raises(type(error)) as caught, foreign_parser("it cannot be read", name="x", hint="Try"):
        raise error
    assert caught.value is error


def test_an_error_without_a_number_is_about_the_contents():
    with pytest.raises(InputError), foreign_parser("it cannot be read", name="x", hint="Try"):
        raise OSError("Not a gzipped file")


@pytest.mark.parametrize("function", ["declared_title", "page_facts", "page_date", "page_lines"])
def test_a_page_that_a_library_fails_on(function, monkeypatch):
    def fail(*_):
        raise AssertionError("no parser expects this")

    monkeypatch.setattr(f"corpus.clean.pages.{function}", fail)
    with pytest.raises(InputError, match=r"this page cannot be read \(no parser expects this\)"):
        read_page(BODY, name="x")
