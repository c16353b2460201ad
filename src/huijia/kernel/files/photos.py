"""A photo as it is kept: upright, at most 1,600 pixels, JPEG, with nothing of where and with what it was taken."""

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from huijia.kernel.communities.errors import Refusal

LONGEST = 1600
THUMB_LONGEST = 320
QUALITY = 82
MAX_PIXELS = 60_000_000
"""A picture that would unfold to more than this is refused before it is decoded."""
FORMATS = ("JPEG", "PNG", "WEBP")
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"}


@dataclass(frozen=True, slots=True)
class Photo:
    """JPEG bytes, large and small, and the large one's size in pixels."""

    content: bytes
    thumb: bytes
    width: int
    height: int


def developed(content: bytes) -> Photo:
    """Checks by content, turns upright, scales down, strips every tag.

    Raises:
        Refusal: no JPEG, PNG or WebP; broken; or unfolding to too many pixels.
    """
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise Refusal(_("暂不支持 HEIC/AVIF 格式的照片，请在手机相机设置中改为“兼容性最佳”(JPEG)后重拍或截图上传"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _developed(content)
    except (Image.DecompressionBombError, MemoryError):
        raise _too_many_pixels() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise Refusal(_("这不是能识别的照片，请上传 JPEG、PNG 或 WebP 格式的照片")) from None


def _developed(content: bytes) -> Photo:
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise _too_many_pixels()
        opened.draft("RGB", (LONGEST, LONGEST))
        picture: Image.Image = _flat(ImageOps.exif_transpose(opened))
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=2.0)
    large = _jpeg(picture)
    width, height = picture.size
    picture.thumbnail((THUMB_LONGEST, THUMB_LONGEST), Image.Resampling.LANCZOS)
    return Photo(large, _jpeg(picture), width, height)


def _flat(picture: Image.Image) -> Image.Image:
    """RGB on white, without any of the source's tags."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A"))
        return white
    return picture.convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    picture.info = {}
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=QUALITY, optimize=True, exif=b"")
    return stream.getvalue()


def _too_many_pixels() -> Refusal:
    return Refusal(_("照片像素太大(超过 6000 万像素),请缩小后再上传"))
