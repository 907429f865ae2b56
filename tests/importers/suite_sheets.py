"""Workbooks: dates of both epochs, formulas, merged and far cells, broken, locked and disguised ones."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from datetime import date, datetime, time

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from suite_cases import case

HEAD = ("date", "latitude", "longitude", "title")
ROW = ("2020-01-01", 33.5, 44.5, "x")
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def book(*rows, edit=None, head=HEAD) -> bytes:
    made = openpyxl.Workbook()
    for row in (head, *rows):
        made.active.append(row)
    if edit:
        edit(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data: bytes, *, drop=(), replace=(), add=()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            for part, before, after in replace:
                content = content.replace(before, after) if name.endswith(part) else content
            if not any(name.endswith(d) for d in drop):
                new.writestr(name, content)
        for name, content in add:
            new.writestr(name, content)
    return out.getvalue()


def shared(data: bytes) -> bytes:
    """Give the workbook with its texts in a part of their own, as most programs write it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    texts = re.findall(r't="inlineStr"><is><t[^>]*>([^<]*)</t></is>', sheet)
    for number in range(len(texts)):
        sheet = re.sub(r't="inlineStr"><is><t[^>]*>[^<]*</t></is>', f't="s"><v>{number}</v>', sheet, count=1)
    strings = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    strings += "".join(f"<si><t>{t}</t></si>" for t in texts) + "</sst>"
    parts = ["sheet1.xml", "sharedStrings.xml"]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    listed = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    data = changed(data, replace=[("[Content_Types].xml", b"</Types>", listed)])
    return changed(data, drop=parts, add=[("xl/worksheets/sheet1.xml", sheet), ("xl/sharedStrings.xml", strings)])


def _mac(made):
    made.epoch = CALENDAR_MAC_1904
    made.active.append((datetime.fromisoformat("2020-01-01"), 33.5, 44.5, "x"))


def _merge(made):
    made.active.append(("2020-01-02", 33, 44, "y"))
    made.active.merge_cells("D2:D3")


def _two(made):
    made.create_sheet("second").append(("other", "table"))


def _empty_first(made):
    made.move_sheet(made.create_sheet("first"), -1)


def _hidden(made):
    made.create_sheet("shown")
    made.active.sheet_state = "hidden"
    made.active = 1


def _chart_first(made):
    made._sheets.insert(0, made.create_chartsheet("chart"))
    made._sheets.pop()


def _far(made):
    made.active["XFD1048576"] = "far"


def _external(made):
    made.active["D2"] = "='[http://127.0.0.1:9/x.xlsx]Sheet1'!$A$1"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(1100):
                sheet.write(b" " * (1 << 20))
    return out.getvalue()


def locked() -> bytes:
    """The beginning of an OLE file, as a workbook with a password is, and an old .xls."""
    head = OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    return head.ljust(4096, b"\0") + "EncryptedPackage".encode("utf-16-le") + bytes(4096)


def books() -> dict:
    sound = book(ROW)
    apart = shared(sound)
    lol = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    found = {
        "sound": (sound, (1, 0)),
        "shared_strings": (apart, (1, 0)),
        "dates": (book((date(2020, 1, 1), 33, 44, "x"), (datetime.fromisoformat("2020-01-01T23:05"), 33, 44, "y")), (2, 0)),
        "dates_1904": (book(edit=_mac), (1, 0)),
        "time_as_date": (book(ROW, (time(12, 5), 33, 44, "x")), (1, 1)),
        "day_number": (book((43831, 33, 44, "x")), (1, 0)),
        "formula_without_value": (book(("2020-01-01", 33, 44, "=1+1")), (1, 0)),
        "formula_for_latitude": (book(ROW, ("2020-01-01", "=30+3", 44, "x")), (1, 1)),
        "error_value": (changed(book(ROW, ("2020-01-01", 33, 44, "marked")), replace=[("sheet1.xml", b"marked", b"#REF!")]), (2, 0)),
        "boolean": (book(("2020-01-01", 33, 44, True)), (1, 0)),
        "merged": (book(ROW, edit=_merge), (2, 0)),
        "two_sheets": (book(ROW, edit=_two), (1, 0)),
        "empty_first_sheet": (book(ROW, edit=_empty_first), (1, 0)),
        "hidden_first_sheet": (book(ROW, edit=_hidden), (1, 0)),
        "far_cell": (book(ROW, edit=_far), (1, 0)),
        "external_link": (book(ROW, edit=_external), (1, 0)),
        "blank_rows": (book((), ROW, (), ROW), (2, 0)),
        "title_above_the_table": (book(HEAD, ROW, head=("Report of the year",)), (1, 0)),
        "header_only": (book(), "no rows"),
        "no_cells": (book(head=()), ""),
        "cells_beyond_the_header": (book(ROW, (*ROW, "more", "still more")), (1, 1)),
        "long_text": (book(("2020-01-01", 33, 44, "x" * 32_767)), (1, 0)),
        "huge_numbers": (book(ROW, ("2020-01-01", 1e308, 44, "x")), (1, 1)),
        "canary": (book(("2020-01-01", 33, 44, "A{{7*191}}B<b>x</b>")), (1, 0)),
        "entities": (changed(sound, replace=[("sheet1.xml", b"<worksheet", lol + b"<worksheet")]), ""),
        "entity_of_a_file": (changed(apart, replace=[("sharedStrings.xml", b"<sst", b'<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst')]), ""),
        "no_workbook": (changed(sound, drop=["xl/workbook.xml"]), ""),
        "no_sheet": (changed(sound, drop=["sheet1.xml"]), ""),
        "no_shared_strings": (changed(apart, drop=["sharedStrings.xml"]), ""),
        "no_types": (changed(sound, drop=["[Content_Types].xml"]), ""),
        "no_styles": (changed(sound, drop=["styles.xml"]), (1, 0)),
        "string_index_beyond": (changed(apart, replace=[("sheet1.xml", b"<v>0</v>", b"<v>999999</v>")]), ""),
        "string_index_negative": (changed(apart, replace=[("sheet1.xml", b"<v>0</v>", b"<v>-1</v>")]), (1, 0)),
        "cell_name_broken": (changed(sound, replace=[("sheet1.xml", b'r="A1"', b'r="??"')]), ""),
        "row_name_huge": (changed(sound, replace=[("sheet1.xml", b'<row r="2"', b'<row r="99999999999"')]), "beyond"),
        "dimension_lies": (changed(sound, replace=[("sheet1.xml", b"A1:D2", b"A1:XFD1048576")]), (1, 0)),
        "deep_xml": (changed(sound, replace=[("sheet1.xml", b"<sheetData>", b"<a>" * 50_000 + b"<sheetData>")]), ""),
        "member_leads_out": (changed(sound, add=[("../../evil.xml", b"x")]), (1, 0)),
        "macros": (changed(sound, add=[("xl/vbaProject.bin", OLE)]), (1, 0)),
        "cut": (sound[: len(sound) // 2], ""),
        "cut_end": (sound[:-10], ""),
        "zip_bomb": (bomb(), "unpacks"),
        "locked_with_a_password": (locked(), ""),
        "old_xls": (OLE + bytes(8192), ""),
        "html_as_xls": (b"<html><table><tr><td>date</td></tr></table></html>", ""),
        "spreadsheet_ml": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', ""),
    }  # fmt: skip
    return {f"xlsx-{n}": case("a.xlsx", *v) for n, v in found.items()}
