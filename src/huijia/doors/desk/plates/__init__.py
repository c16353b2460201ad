"""How plates, name strips and stickers are drawn: SVG in millimetres, the same for paper and for a sign maker.

Words on a plate are Chinese whatever language the desk reads: residents read them. Text stays text, so the fonts are
those of whoever prints; a sign maker turns them into outlines.
"""
