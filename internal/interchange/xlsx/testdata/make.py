"""Makes the workbooks beside it with openpyxl 3.0.9 and XlsxWriter 3.0.2
(Debian's python3-openpyxl and python3-xlsxwriter)."""
import datetime as dt

import openpyxl
import xlsxwriter
from openpyxl.utils import get_column_letter


def rows():
    yield ["C-1", 9, dt.date(2025, 3, 1), dt.datetime(2025, 3, 1, 8, 51, 12), 0.1 + 0.2, True, "Très bien, merci"]
    yield ["C-2", 10, dt.date(2025, 3, 2), dt.datetime(2025, 3, 2, 0, 0, 0), 1234567.5, False, "line one\nline two"]
    yield ["C-3", None, dt.date(2024, 2, 29), dt.datetime(2025, 12, 31, 23, 59, 59), -3, True, "<b>&\"quoted\"</b> ☕ _x0041_"]
    yield ["C-4", 0, None, None, None, None, None]


NAMES = ["key", "score", "day", "moment", "amount", "again", "why"]


def with_openpyxl():
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "Cover"
    cover["A1"] = "Export of March"
    sheet = book.create_sheet("Réponses")
    sheet.append(["Survey of March 2025"])
    sheet.merge_cells("A1:G1")
    sheet.append([])
    sheet.append(NAMES)
    for row in rows():
        sheet.append(row)
    for cell in sheet["C"][3:]:
        cell.number_format = "dd/mm/yyyy"
    for cell in sheet["D"][3:]:
        cell.number_format = "[$-409]d-mmm-yy h:mm AM/PM;@"
    for cell in sheet["E"][3:]:
        cell.number_format = '#,##0.00 "days"'
    hidden = book.create_sheet("Codes")
    hidden.sheet_state = "hidden"
    hidden.append(["code", "label"])
    hidden.append([1, "one"])
    book.create_chartsheet("Chart")
    book.save("openpyxl.xlsx")


def groups():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Groups"
    sheet.append(["ID", "Please rate", None, None, "Comments", None])
    sheet.append([None, "Price", "Quality", "Service", "Good", "Bad"])
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:D1")
    sheet.merge_cells("E1:F1")
    sheet.append([1, 4, 5, 3, "fast", "dear"])
    sheet.append([2, 3, 2, 1, "kind", "slow"])
    book.save("groups.xlsx")


def with_xlsxwriter():
    book = xlsxwriter.Workbook("xlsxwriter.xlsx", {"constant_memory": True, "date_1904": True})
    sheet = book.add_worksheet("Data")
    day = book.add_format({"num_format": 14})
    moment = book.add_format({"num_format": "yyyy\\-mm\\-dd hh:mm:ss.000"})
    clock = book.add_format({"num_format": "h:mm"})
    elapsed = book.add_format({"num_format": "[h]:mm:ss"})
    percent = book.add_format({"num_format": "0.0%"})
    for c, name in enumerate(["day", "moment", "clock", "elapsed", "percent", "formula", "error", "text", "rich"]):
        sheet.write(0, c, name)
    sheet.write_datetime(1, 0, dt.date(2025, 3, 1), day)
    sheet.write_datetime(1, 1, dt.datetime(2025, 3, 1, 8, 51, 12, 402000), moment)
    sheet.write_datetime(1, 2, dt.time(17, 30), clock)
    sheet.write_datetime(1, 3, dt.timedelta(hours=30, minutes=5), elapsed)
    sheet.write_number(1, 4, 0.855, percent)
    sheet.write_formula(1, 5, "=6*7", None, 42)
    sheet.write_formula(1, 6, "=1/0", None, "#DIV/0!")
    sheet.write_string(1, 7, "  spaces kept  ")
    sheet.write_rich_string(1, 8, "plain ", book.add_format({"bold": True}), "bold", " end")
    sheet.write_number(9, get_column("I"), 7)
    book.close()


def get_column(letter):
    return [get_column_letter(i) for i in range(1, 20)].index(letter)


with_openpyxl()
groups()
with_xlsxwriter()
