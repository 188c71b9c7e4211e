
# What follows stands in for the package bash-completion, where that is not loaded.

__timhook_get_comp_words_by_ref()
{
    if declare -F _get_comp_words_by_ref >/dev/null 2>&1; then
        _get_comp_words_by_ref "$@" cur prev words cword
        return
    fi
    # bash breaks words at = and : too. Words without a blank between them are joined again.
    local i word rest=${COMP_LINE}
    words=() cword=0
    for ((i = 0; i < ${#COMP_WORDS[@]}; i++)); do
        word=${COMP_WORDS[i]}
        if ((i > 0)) && [[ ${rest} == "${word}"* && (${word} == [=:]* || ${COMP_WORDS[i-1]} == *[=:]) ]]; then
            words[${#words[@]}-1]+=${word}
        else
            words+=("${word}")
        fi
        rest=${rest#"${rest%%[![:blank:]]*}"}
        rest=${rest#"${word}"}
        if ((i == COMP_CWORD)); then
            cword=$((${#words[@]} - 1))
        fi
    done
    cur=${words[cword]} prev=${words[cword > 0 ? cword - 1 : 0]}
}

__timhook_filedir()
{
    if declare -F _filedir >/dev/null 2>&1; then
        _filedir "$@"
        return
    fi
    local action=-f
    [[ ${1-} != -d ]] || action=-d
    while IFS= read -r word; do COMPREPLY+=("${word}"); done < <(compgen "${action}" -- "${cur}")
}
