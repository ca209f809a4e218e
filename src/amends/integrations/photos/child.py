"""The child that reads one photo from its input and writes it anew to its output; run by its path, alone.

It sets its own limits before it looks at a single byte: memory, processor time, no files, no further processes. What
it dies of is the photo's own fault. It imports nothing of the project.
"""

from __future__ import annotations

import io
import os
import resource
import struct
import sys
import warnings

MEMORY_BYTES = 700_000_000  # of address space; the program itself takes a third of it
SECONDS = 10
LARGEST, SMALL = 2_400, 360  # pixels of the longer side
READABLE = ("JPEG", "PNG", "WEBP")
REFUSED, TOO_MANY_PIXELS = 3, 4  # exit statuses


def limit() -> None:
    """This function will take away from this process what it does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def main(most_pixels: int) -> int:
    """This function will read the photo and write it anew, and return the status to end with."""
    # After the limits, and all of it now: nothing can be imported any more once no file can be opened.
    from PIL import Image, ImageFile, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: PLC0415

    _ = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)
    Image.preinit()
    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = most_pixels
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))  # nothing more is opened from here on
    try:
        opened = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=READABLE)
        if opened.width * opened.height > most_pixels:
            return TOO_MANY_PIXELS
        opened.draft("RGB", (LARGEST, LARGEST))  # a JPEG is read in a smaller size at once
        opened.thumbnail((LARGEST, LARGEST), reducing_gap=2.0)
        upright = ImageOps.exif_transpose(opened)
        flat = Image.new("RGB", upright.size, "white")
        with_alpha = upright.convert("RGBA") if upright.mode in {"RGBA", "LA", "PA", "P"} else None
        flat.paste(with_alpha or upright.convert("RGB"), mask=with_alpha)
        image = _jpeg(flat)
        flat.thumbnail((SMALL, SMALL))
        small = _jpeg(flat)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return TOO_MANY_PIXELS
    except (OSError, ValueError, SyntaxError, TypeError, EOFError, IndexError, struct.error, MemoryError, Warning):
        return REFUSED
    width, height = upright.size
    sys.stdout.buffer.write(struct.pack(">IIII", width, height, len(image), len(small)) + image + small)
    sys.stdout.buffer.flush()
    return 0


def _jpeg(picture: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=85, optimize=True)  # type: ignore[attr-defined]
    return written.getvalue()


if __name__ == "__main__":
    limit()
    os._exit(main(int(sys.argv[1])))
