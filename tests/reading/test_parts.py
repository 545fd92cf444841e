"""Folders and zips as people pack them, and as they should not: nothing is left out unsaid."""

from __future__ import annotations

import os
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading.documents import read_document
from budgetdisclosure.reading.source import gather

TEXT = "收入决算表\n\n项目\t金额\n合计\t1.00\n".encode()
PAGE = "<html><body><p>说明</p></body></html>".encode()


def packed(files: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", method) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def names(source: bytes | Path, password: str | None = None) -> list[str | None]:
    return [part.name for part in gather(source, password).parts]


def remarked(source: bytes | Path) -> dict[str | None, str]:
    return {remark.place.file: remark.message.zh for remark in gather(source).remarks}


def test_a_zip_in_a_zip_is_opened_and_named_by_its_way() -> None:
    inner = packed({"表2.txt": TEXT, "表10.txt": TEXT})
    outer = packed({"附件3.txt": TEXT, "附件1.zip": inner})
    assert names(outer) == ["附件1.zip/表2.txt", "附件1.zip/表10.txt", "附件3.txt"]


def test_zips_nested_without_end_are_left_at_a_depth() -> None:
    data = packed({"a.txt": TEXT})
    for _ in range(8):
        data = packed({"in.zip": data, "b.txt": TEXT})
    assert len(names(data)) == 4
    (said,) = remarked(data).values()
    assert "嵌套层数" in said


def test_a_bomb_inside_a_zip_is_left_aside_and_said_so() -> None:
    bomb = packed({"b.txt": bytes(40 * 2**20)})
    said = remarked(packed({"a.txt": TEXT, "弹.zip": bomb}))
    assert list(said) == ["弹.zip"]
    assert "压缩比" in said["弹.zip"]


def test_many_zips_share_one_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgetdisclosure.reading.parts.MAX_UNPACKED", 200_000)
    bulk = packed({"b.txt": ("项目 " * 20_000).encode()})
    said = remarked(packed({"a.txt": TEXT, **{f"{n}.zip": bulk for n in range(5)}}, ZIP_STORED))
    assert "字节数" in said["2.zip"]


def test_two_members_of_one_name_are_both_read() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as made:
        made.writestr("a.txt", "收入".encode())
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("a.txt", "支出".encode())
    texts = [p.text for p in read_document(out.getvalue()).paragraphs]
    assert texts == ["收入", "支出"]


@pytest.mark.parametrize(
    "name", ["../../越界.txt", "/etc/越界.txt", "C:\\越界.txt", "a\\b\\越界.txt"]
)
def test_a_name_that_leads_out_writes_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    document = read_document(packed({name: TEXT}))
    assert document.grids
    assert not list(tmp_path.parent.rglob("*越界*"))


def test_names_in_gbk_and_utf8_and_neither() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as made:
        made.writestr("aaaa.txt", TEXT)
        made.writestr("预算.txt", TEXT)
        made.writestr("bbbb.txt", TEXT)
    data = out.getvalue().replace(b"aaaa", "决算".encode("gbk")).replace(b"bbbb", b"\xff\x81\xff ")
    found = names(data)
    assert {"决算.txt", "预算.txt"} < set(found)
    assert len(found) == 3


def encrypted(name: str, data: bytes, password: bytes) -> bytes:
    """A zip with one member encrypted as PKZIP 2.0 does, made here since zipfile cannot."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as made:
        made.writestr(name, bytes(12) + data)
    whole = bytearray(out.getvalue())
    keys = [0x12345678, 0x23456789, 0x34567890]
    table = [zlib.crc32(bytes([n]), 0xFFFFFFFF) ^ 0xFFFFFFFF ^ 0xFF000000 for n in range(256)]
    assert len(set(table)) == 256

    def step(key: int, byte: int) -> int:
        return zlib.crc32(bytes([byte]), key ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    def update(byte: int) -> None:
        keys[0] = step(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = step(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    crc = zlib.crc32(data)
    plain = bytes(11) + bytes([crc >> 24]) + data
    secret = bytearray()
    for byte in plain:
        near = keys[2] | 2
        secret.append(byte ^ ((near * (near ^ 1)) >> 8 & 255))
        update(byte)
    head = whole.index(b"PK\x03\x04")
    start = head + 30 + len(name.encode()) + int.from_bytes(whole[head + 28 : head + 30], "little")
    directory = whole.index(b"PK\x01\x02")
    whole[start : start + len(secret)] = secret
    for at in (head + 6, directory + 8):
        whole[at] |= 1
    for at in (head + 14, directory + 16):
        whole[at : at + 4] = crc.to_bytes(4, "little")
    for at in (head + 22, directory + 24):
        whole[at : at + 4] = len(data).to_bytes(4, "little")
    return bytes(whole)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_an_encrypted_zip_opens_with_its_password(encoding: str) -> None:
    data = encrypted("a.txt", TEXT, "密码1".encode(encoding))
    assert read_document(data, password="密码1").grids
    for password, word in ((None, "已加密"), ("错", "密码不正确")):
        with pytest.raises(ReadingError, match=word) as caught:
            read_document(data, password=password)
        assert caught.value.remedy is not None
        assert caught.value.place is not None


def test_an_unknown_packing_is_named() -> None:
    data = bytearray(packed({"a.txt": TEXT * 20}))
    for at in (data.index(b"PK\x03\x04") + 8, data.index(b"PK\x01\x02") + 10):
        data[at : at + 2] = (99).to_bytes(2, "little")
    with pytest.raises(ReadingError, match="不支持的压缩或加密方式"):
        read_document(bytes(data))


def test_a_folder_says_what_it_could_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "锁.txt").write_bytes(TEXT)
    (tmp_path / "空.pdf").write_bytes(b"")
    (tmp_path / "坏.docx").write_bytes(packed({"word/document.xml": b"<a"}))
    (tmp_path / "包.rar").write_bytes(b"Rar!\x1a\x07\x01\x00")
    real = Path.read_bytes

    def read(path: Path) -> bytes:
        if path.name == "锁.txt":
            raise PermissionError(13, "denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    document = read_document(tmp_path)
    said = {remark.place.file: remark.message.zh for remark in document.remarks}
    assert set(said) == {"锁.txt", "空.pdf", "坏.docx", "包.rar"}
    assert "权限" in said["锁.txt"]
    assert "RAR" in said["包.rar"]
    assert "解压" in said["包.rar"]
    assert len(document.grids) == 1


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    secret, folder = tmp_path / "外.txt", tmp_path / "内"
    secret.write_text("不该读到", encoding="utf-8")
    folder.mkdir()
    (folder / "a.txt").write_bytes(TEXT)
    (folder / "b.txt").symlink_to(folder / "a.txt")
    (folder / "c.txt").symlink_to(secret)
    (folder / "d").symlink_to(folder)
    (folder / "e.txt").symlink_to(folder / "没有.txt")
    os.mkfifo(folder / "管道")
    assert names(folder) == ["a.txt", "b.txt"]
    assert set(remarked(folder)) == {"c.txt", "d", "e.txt", "管道"}


def test_what_belongs_to_a_saved_page_is_one_remark() -> None:
    looks = {f"页_files/{n}.png": b"\x89PNG" for n in range(30)}
    files = {"页.html": PAGE, "页_files/a.css": b"p{}", "页_files/b.js": b"1", **looks}
    frame = {"页.files/sheet001.htm": PAGE}
    bundle = gather(packed(files | frame))
    assert [part.name for part in bundle.parts] == ["页.files/sheet001.htm", "页.html"]
    (remark,) = bundle.remarks
    assert "32个" in remark.message.zh


def test_a_folder_of_pictures_says_what_each_is() -> None:
    with pytest.raises(ReadingError) as caught:
        read_document(packed({"1.jpg": b"\xff\xd8\xff\xe0", "2.rar": b"Rar!\x1a\x07"}))
    assert "1.jpg" in str(caught.value.excerpt)
    assert "JPEG" in str(caught.value.excerpt)
    assert "2.rar" in str(caught.value.excerpt)
    with pytest.raises(ReadingError, match="OCR"):
        read_document(packed({"1.jpg": b"\xff\xd8\xff\xe0"}))


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.text("ab/._~$决1二", min_size=1, max_size=8),
        st.sampled_from([TEXT, PAGE, b"", b"%PDF-", b"Rar!", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
        min_size=1,
        max_size=5,
    )
)
def test_every_member_is_a_part_or_is_remarked_on(files: dict[str, bytes]) -> None:
    data = packed(files)
    held = [m for m in ZipFile(BytesIO(data)).infolist() if not m.is_dir()]
    try:
        bundle = gather(data)
    except ReadingError:
        return
    said = "".join(f"{remark.place.file}{remark.message.zh}" for remark in bundle.remarks)
    parts = {part.name for part in bundle.parts}
    assert all(member.filename in parts or member.filename in said for member in held)


def test_attachments_that_are_there_are_not_missed() -> None:
    page = (
        "<html><body><p>说明</p><a href='/P1.xls'>决算报表</a> <a href='/2.txt'>第二表.doc</a>"
        "<a href='/P3.pdf'>第三表</a></body></html>"
    ).encode()
    whole = read_document(packed({"页.html": page, "附件/决算报表.txt": TEXT, "别的.txt": TEXT}))
    (remark,) = whole.remarks
    assert "决算报表" not in remark.message.zh
    assert "第二表.doc、第三表" in remark.message.zh
    names = {"页.html": page, "p1.xls": TEXT, "第二表.doc": TEXT, "第三表.txt": TEXT}
    assert not read_document(packed(names)).remarks
    assert [one.name for one in read_document(page).attached] == [
        "决算报表",
        "第二表.doc",
        "第三表",
    ]
