"""Recognises what a survey file holds: tool, layout, questions, scale, organisations; asks only what is uncertain.

The ids of questions, which answers refer to:

=========================  ===================================================================================
sheet                      which sheet holds the data; a sheet's name, or "all" where sheets continue one another
instrument                 a known instrument's key, or "new"
instrument_title           the title of a new instrument (any text)
scale                      which set of answers is the rating scale, where a file uses several
scale_order                unknown labels from lowest to highest (a list)
points                     which numbers the scale has, such as "1-4" or "0-3"
direction                  "rising" or "falling": what the numbers without words mean; never proposed
not_applicable_code        which numbers outside the scale mean "not applicable" (a list)
order                      "yes" or "no": numbered columns are the instrument's questions in their order
factor:<column>            which factor a column asks: a factor's key, or "none"
dimension:<group>          the name of a dimension of a new instrument (any text)
label:<factor>             never asked: the short name of a question of a new instrument (any text)
belongs:<factor>           never asked: the dimension of a question of a new instrument: a key or a name, a name that
                           is new, or "none"
reversed                   factors of a new instrument on which a high answer is bad news (a list)
organisation               the column that names the organisation, or "none"
partner                    whose answers the whole file holds (any text)
blank_organisation         "above" or "none": rows without a name belong to the organisation named above them
several:<text>             whose answers rows are that name several organisations; one of them, or "none"
variant:<name>             "same" or "different": a spelling close to another organisation's
sector_column              the column that says the sector, or "none"
sector:<word>              the sector that a word of that column stands for
sector_of:<partner>        the sector of an organisation about which the file says nothing
sectors                    the same for many organisations at once: a sector, "names" or "each"
reversed:<factor>          "no" or "yes": a statement turned positive is still bad news to agree with
moment                     "now" or "then": which answers count where each question is asked for two moments
mode                       "individual" or "team"
measure                    what averages are: "mean" or "share"
percent                    "yes" or "no": numbers up to 100 are percentages
year                       which of several years, terms or waves of a survey belongs into the round; "all" where a
                           column of an answer sheet says something else
respondent                 the column that tells answer sheets apart in a long file
comments                   never asked: headers of comment columns to take along (a list)
=========================  ===================================================================================

What is certain is not asked, but an answer to any of these ids is heeded all the same.
"""

from collab.exchange.recognise.recognition import recognise

__all__ = ["recognise"]
