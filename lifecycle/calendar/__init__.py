"""Days and periods, the steps and rules from one day to another, and the conventions on what texts leave open.

Here belongs what could be said of any calendar of law; nothing here knows an agreement, a party or an act.
"""
