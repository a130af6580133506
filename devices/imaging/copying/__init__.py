"""From captured pages to one archival PDF a paper: straight, searchable, a tenth of the size. In processes of their own.

    driver.py hand.py           the `CopyMaker` of the office, and one process as it sees it
    child.py words.py           the process, and what the two say to each other
    page.py                     one page from beginning to end
    opening.py                  from a capture to pixels
    upright.py straight.py      turned as it is read, made straight, the scanner's bed cut off
    paper.py                    what the bare paper looks like at every point
    layers.py crops.py          neutral ink, coloured ink, tint: what is which, and in which rectangles
    packing.py                  G4 and JPEG
    reading.py                  Vietnamese words and their places
    pdf_file.py pdf_page.py     the PDF/A, written by hand: its frame and its pages
    pdf_about.py profile.py invisible.py    its XMP packet, colour profile and font without glyphs
    plain.py                    a capture that goes into the PDF as it is
"""
