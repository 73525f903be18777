#!/usr/bin/env bash
# Builds a demonstration register from two real agreements and shows what it answers. Writes to demo/register only,
# which is made anew each time: no settings of yours are read, and no register of yours is touched.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD register=demo/register

rm -rf "$register"
mkdir -p "$register"
while IFS= read -r name; do unset "$name"; done < <(compgen -v DEPOSITARY_ || true)
export DEPOSITARY_DB="sqlite:///$register/register.db"
export DEPOSITARY_LANG=en # whatever the locale
export XDG_CONFIG_HOME="$root/$register" XDG_DATA_HOME="$root/$register" XDG_STATE_HOME="$root/$register"

title() { printf '\n\n== %s\n' "$1"; }
depositary() { # shows a command as one would type it, then runs it
    printf '\n$ depositary'
    for word in "$@"; do
        case $word in *[!A-Za-z0-9./:=-]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
    done
    printf '\n'
    "$root/.venv/bin/depositary" "$@"
}

title "1. The two agreements, as their texts fix them (but for the days on which their files are opened)"
depositary init
depositary check demo/terms/wco-caricc.yaml || [ $? = 3 ] # 3: there is something to remark
depositary draft demo/terms/icmpd-wco.yaml --on 1999-05-01
depositary sign icmpd-wco --by WCO --on 1999-05-21 --place Brussels
depositary sign icmpd-wco --by ICMPD --on 1999-05-21 --place Brussels
depositary draft demo/terms/wco-caricc.yaml --on 2010-03-01
depositary sign wco-caricc --by WCO --on 2010-03-19 --place Brussels
depositary sign wco-caricc --by CARICC --on 2010-03-30 --place Astana

title "2. ILLUSTRATION: from here on, what follows is invented to show how agreements live and end"
depositary record demo/illustration.jsonl --yes
depositary notice icmpd-wco --by ICMPD --on 2003-08-31 --note illustration --yes
depositary record demo/completion.jsonl
depositary record demo/cooperation.jsonl
depositary record demo/amendments.jsonl

title "3. What was the status on that day?"
for day in 2010-03-18 2010-03-29 2010-03-30 2010-07-04 2010-11-30 2011-02-28; do
    depositary status wco-caricc --as-of "$day"
done
for day in 1999-05-21 2004-02-28 2004-02-29 2004-07-30; do
    depositary status icmpd-wco --as-of "$day"
done

title "4. The same day, as the register knew it before the notice was recorded"
depositary status icmpd-wco --as-of 2004-02-29 --known-at '#8'

depositary diff icmpd-wco --as-of 2004-02-29 --known-at '#8' '#16'

title "5. Why? And what if?"
depositary explain wco-caricc --as-of 2011-02-28
depositary what-if wco-caricc 'withdraw-notice N1 --by CARICC --on 2011-02-01'

title "6. Every act, both times"
depositary history icmpd-wco
depositary history wco-caricc

title "7. The status on paper, and the life as a picture"
depositary status icmpd-wco --as-of 2004-02-29
depositary timeline icmpd-wco --as-of 2004-02-29 --format svg -o "$register/icmpd-wco.svg"
depositary report status icmpd-wco --as-of 2004-02-29 -o "$register/icmpd-wco.pdf"

title "8. Does the record replay to what it says?"
depositary audit replay

cat <<EOT


The register stays in $register, and so do the picture icmpd-wco.svg and the paper icmpd-wco.pdf. Three commands to try next, from this folder:

    export DEPOSITARY_DB="sqlite:///\$PWD/$register/register.db" PATH="\$PWD/.venv/bin:\$PATH"

    depositary explain icmpd-wco --as-of 2004-02-29
    depositary list --as-of 2010-08-01
    depositary sign wco-caricc --by WCO --on 2010-04-01          # refused, and why

To look at it in a browser, the same line first, and then

    depositary serve          # http://127.0.0.1:8000/agreements/wco-caricc?as_of=2010-12-15
EOT
