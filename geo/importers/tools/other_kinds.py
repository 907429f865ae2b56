"""Files of kinds that are not read, told by their first bytes, so that a message can name them."""

from __future__ import annotations

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"%PDF-", "a PDF document"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"#!", "a script"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ\0", "an xz archive; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"PARE", "an encrypted Parquet file"),
    (b"ORC", "an ORC file; save it as Parquet"),
    (b"ARROW1", "an Arrow file; save it as Parquet"),
    (b"Obj\x01", "an Avro file; save it as Parquet"),
    (b"\x89HDF\r\n", "an HDF5 file; save it as CSV or Parquet"),
    (b"CDF\x01", "a NetCDF file; save it as CSV or Parquet"),
    (b"CDF\x02", "a NetCDF file; save it as CSV or Parquet"),
    (b"$FL2", "an SPSS file; save it as CSV"),
    (b"<stata_dta>", "a Stata file; save it as CSV"),
    (b"{\\rtf", "an RTF document"),
    (b"\0\0\x27\x0a", "one part of a Shapefile; pack its .shp, .shx, .dbf and .prj in a ZIP"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"<!doctype html", "a web page; save the table in it as CSV or .xlsx"),
    (b"<html", "a web page; save the table in it as CSV or .xlsx"),
    (b"<svg", "an SVG picture"),
    (b"<OGRVRT", "a GDAL virtual file, which is never read"),
)
_LOOKED_AT = 4_096
_INSIDE = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", "a spreadsheet in XML; save it as .xlsx"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet; save it as .xlsx"),
    (b"<gpx", "GPX; save it as GeoJSON"),
    (b"<osm", "OpenStreetMap XML; save it as GeoJSON"),
    (b"http://www.opengis.net/gml", "GML; save it as GeoJSON"),
    (b'"Topology"', "TopoJSON; save it as GeoJSON"),
    (b"esriGeometry", "Esri JSON; save it as GeoJSON"),
)


def other_kind(head: bytes) -> str | None:
    """Name the kind of file that begins so; None where nothing is known of it."""
    if head.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in head
        return "a workbook locked with a password" if locked else "an old Office file; save it as .xlsx"
    if head[257:262] == b"ustar":
        return "a tar archive; unpack it first"
    if found := next((words for mark, words in _MARKS if head.lstrip().lower().startswith(mark.lower())), None):
        return found
    return next((words for mark, words in _INSIDE if mark in head[:_LOOKED_AT]), None)
