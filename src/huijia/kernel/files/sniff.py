"""What a file is by its first bytes, whatever its name says."""

import zipfile
from io import BytesIO


def audio_mime(head: bytes) -> str | None:
    """The MIME type of a recording, None where it is none we keep. `head`: its first 64 bytes or more."""
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "audio/webm"
    if head.startswith(b"OggS"):
        return "audio/ogg"
    if head[4:8] == b"ftyp":
        return "audio/mp4"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "audio/wav"
    if head.startswith(b"ID3") or _is_mpeg_frame(head):
        return "audio/mpeg"
    return None


def _is_mpeg_frame(head: bytes) -> bool:
    """MPEG layer III, or AAC in ADTS frames: eleven set bits, then no reserved version, bit rate or sampling rate."""
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return version != 1 and layer == 1 and head[2] >> 4 not in {0, 15} and head[2] >> 2 & 3 != 3


def document_mime(content: bytes, name: str) -> str | None:
    """XLSX by what is inside the zip, CSV by name and being text; None for all else."""
    if content.startswith(b"PK\x03\x04"):
        return XLSX if _holds(content, "xl/workbook.xml") else None
    is_text = name.lower().endswith((".csv", ".txt")) and b"\x00" not in content
    return "text/csv" if is_text else None


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def paper_mime(content: bytes, name: str) -> str | None:
    """What offices send each other: a table as above, DOCX by what is inside the zip, PDF; None for all else."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"PK\x03\x04") and _holds(content, "word/document.xml"):
        return DOCX
    return document_mime(content, name)


def _holds(content: bytes, part: str) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return part in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
