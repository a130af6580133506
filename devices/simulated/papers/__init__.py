"""The papers that invented people bring along, drawn so that they scan like modest real ones.

    catalogue.py     what there is to load, with Vietnamese titles
    pen.py           printed text, handwriting, stamps and signatures on one A4 page
    family.py land.py trade.py others.py     the papers themselves
    look.py          from a drawn page to what a scanner's glass would see

Every stamp and foot line says that the paper is a simulation, so that no print of it can pass for anything.
"""
