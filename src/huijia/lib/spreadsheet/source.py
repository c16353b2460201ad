"""The file itself: what kind it is, and whether it is safe to unpack."""

import codecs
import os
import zipfile
from contextlib import ExitStack
from typing import BinaryIO, Final, Literal

from django.utils.translation import gettext as _

MAX_FILE_BYTES: Final = 50 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 300 * 1024 * 1024
MAX_STRINGS_BYTES: Final = 100 * 1024 * 1024
MAX_PARTS: Final = 3000

Kind = Literal["xlsx", "csv"]
Source = str | os.PathLike[str] | BinaryIO


class SpreadsheetError(ValueError):
    """A file that can't be read; the message is for the person who chose it."""


def open_source(source: Source, closing: ExitStack) -> tuple[BinaryIO, Kind]:
    """The open file, to be closed with `closing` if it was opened here, and its kind, told by its content."""
    if isinstance(source, str | os.PathLike):
        try:
            stream: BinaryIO = closing.enter_context(open(source, "rb"))  # noqa: SIM115 (the stack closes it)
        except OSError as error:
            raise SpreadsheetError(_("打不开这个文件。")) from error
    else:
        stream = source
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if not size:
        raise SpreadsheetError(_("文件是空的。"))
    if size > MAX_FILE_BYTES:
        raise SpreadsheetError(_("文件太大，最多 %(size)s MB，请分成几份。") % {"size": MAX_FILE_BYTES >> 20})
    return stream, _kind_of(stream)


def _kind_of(stream: BinaryIO) -> Kind:
    head = stream.read(8)
    stream.seek(0)
    if head.startswith(b"PK"):
        check_archive(stream)
        return "xlsx"
    if head == bytes.fromhex("d0cf11e0a1b11ae1"):
        locked = "EncryptedPackage".encode("utf-16-le") in stream.read()
        stream.seek(0)
        if locked:
            raise SpreadsheetError(_("文件设了密码，请去掉密码后再上传。"))
        raise SpreadsheetError(_("这是旧版的 .xls 文件，请另存为 .xlsx 后再上传。"))
    return "csv"


def check_archive(stream: BinaryIO) -> None:
    """Refuse what is no workbook or would unpack to too much; zipfile holds each part to the size declared."""
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise SpreadsheetError(_("文件已损坏，请重新导出后再上传。")) from error
    stream.seek(0)
    if any(part.flag_bits & 1 for part in parts):
        raise SpreadsheetError(_("文件设了密码，请去掉密码后再上传。"))
    strings = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
    total = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or total > MAX_UNPACKED_BYTES or strings > MAX_STRINGS_BYTES:
        raise SpreadsheetError(_("文件展开后太大，请分成几份。"))
    if not any(part.filename.lower().endswith("workbook.xml") for part in parts):
        raise SpreadsheetError(_("这不是电子表格，请上传 .xlsx 或 .csv 文件。"))


def text_encoding(stream: BinaryIO) -> str:
    """The encoding of a text file: a byte order mark, else UTF-8 if it all decodes, else GB 18030."""
    head = stream.read(4)
    stream.seek(0)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(stream, encoding):
            return encoding
    raise SpreadsheetError(_("这不是电子表格，请上传 .xlsx 或 .csv 文件。"))


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := stream.read(1 << 20):
            if "\0" in decoder.decode(block):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        stream.seek(0)
    return True
