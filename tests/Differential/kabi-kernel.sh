#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Planted changes in the source of a real kernel: units are compiled anew as its build compiled them (the commands that it saved), each
# with one edit in a header or in the unit itself. `kelf kabi` finds the change, calls it by its kind, and explains it; what is compiled anew
# without an edit, from a copy elsewhere, has no finding. With rustc the same is done to small crates.
#
#   kabi-kernel.sh [TREE]     default small-gcc, whose source has to be where it was built from
#
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR disable=SC2016 # edits are perl's
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool
need gcc perl
tree=$testbed/${1-small-gcc}
[[ -e $tree/.config && -e $tree/fs/.mbcache.o.cmd ]] || skip_all "no kernel ${1-small-gcc} (KELF_TESTBED)"
source=$(sed -n 's/^source_fs\/mbcache.o := \(.*\)\/fs\/mbcache.c$/\1/p' "$tree/fs/.mbcache.o.cmd")
[[ -e $source/fs/mbcache.c ]] || skip_all 'the source of the kernel is not where it was built from'

# compiled OBJECT OUTPUT [FILE EDIT]: the unit of an object, compiled as the build did; FILE of the source is edited by perl before. A header
# that was edited comes first where headers are looked for, a unit is one elsewhere.
compiled() {
    local object=$1 output=$2 file=${3-} edit=${4-} command unit
    local over=$scratch/over
    rm -rf "$over"
    unit=$(sed -n "s|^source_$object := ||p" "$tree/$(dirname "$object")/.$(basename "$object").cmd")
    command=$(sed -n "s|^savedcmd_$object := ||p" "$tree/$(dirname "$object")/.$(basename "$object").cmd")
    command=${command%% ; *}
    mkdir -p "$over/include/linux" "$over/unit"
    cp "$unit" "$over/unit/"
    if [[ -n $file ]]; then
        case $file in
            *.c) file=$over/unit/$(basename "$file");;
            *) mkdir -p "$over/$(dirname "$file")"; cp "$source/$file" "$over/$file"; file=$over/$file;;
        esac
        cp "$file" "$file.before"
        perl -0777 -pi -e "$edit" "$file"
        ! cmp -s "$file" "$file.before" || { echo "the edit does nothing: $edit"; return 1; }
    fi
    command=$(perl -pe 's/ -Wp,-MMD,\S+//; s/ -Werror\S*//g; s{ -nostdinc }{ -nostdinc -I'"$over"'/include }; s{ -o \S+ \S+\s*$}{ -I'"$(dirname "$unit")"' -w -o '"$output"' '"$over/unit/$(basename "$unit")"'}' <<< "$command")
    # Nothing is written in the tree.
    [[ $command == *" -o $output $over/unit/"* && $command != *-MMD* ]] || { echo "a command of another form: ${command: -200}"; return 1; }
    (cd "$tree" && bash -c "$command") 2>&1
}

# planted NAME OBJECT KIND SEVERITY EXPORT FILE EDIT
planted() {
    local name=$1 object=$2 kind=$3 severity=$4 export=$5 status=0 wanted=0 lines said
    said=$(compiled "$object" "$scratch/new.o" "$6" "$7") || { fail "$name" "$(head -n 1 <<< "$said")"; return; }
    [[ $severity != break ]] || wanted=1
    lines=$("$kelf" kabi compare --format short "$scratch/$(basename "$object")" "$scratch/new.o" 2>&1) || status=$?
    if [[ $status != "$wanted" ]] || ! grep -q "^$severity $kind " <<< "$lines"; then
        fail "$name" "status $status, $(head -n 2 <<< "$lines" | tr '\n' ' ')"
    elif "$kelf" kabi explain "$scratch/$(basename "$object")" "$scratch/new.o" "$export" > "$scratch/explained" 2>&1 && grep -q ": $kind ($severity)" "$scratch/explained"; then
        pass "$name: $kind"
    else
        fail "$name" "explain $export: $(head -n 1 "$scratch/explained")"
    fi
}

for object in fs/mbcache.o fs/char_dev.o lib/kobject.o lib/kobject_uevent.o mm/mempool.o lib/ratelimit.o; do
    said=$(compiled $object "$scratch/$(basename $object)") || { fail "same/$object" "$(head -n 1 <<< "$said")"; continue; }
    # Against the build's own object: another directory, another name of the file.
    lines=$("$kelf" kabi compare --format short "$tree/$object" "$scratch/$(basename $object)" 2>&1)
    if [[ -z $lines ]]; then pass "same/$object"; else fail "same/$object" "$(head -n 1 <<< "$lines")"; fi
done

MB=include/linux/mbcache.h CDEV=include/linux/cdev.h RATE=include/linux/ratelimit_types.h POOL=include/linux/mempool.h KOBJ=include/linux/kobject.h
planted 'member at the end' fs/mbcache.o member-added-at-end risk mb_cache_entry_touch $MB 's/(u64\s+e_value;)/$1 u64 e_owner;/'
planted 'member between' fs/mbcache.o member-added break mb_cache_entry_touch $MB 's/(u32\s+e_key;)/$1 u64 e_owner;/'
planted 'member of another size' fs/mbcache.o member-type break mb_cache_entry_touch $MB 's/u32(\s+e_key;)/u64$1/'
planted 'member of another sign' fs/mbcache.o same-size-integer-sign risk mb_cache_entry_touch $MB 's/unsigned long(\s+e_flags;)/long$1/'
planted 'another typedef' fs/mbcache.o typedef-target-spelled-differently info mb_cache_entry_touch $MB 's/u32(\s+e_key;)/__u32$1/'
planted 'member renamed' fs/mbcache.o member-renamed risk mb_cache_entry_touch $MB 's/unsigned long(\s+)e_flags;/unsigned long$1e_bits;\n#define e_flags e_bits/'
planted 'members swapped' fs/mbcache.o member-moved break mb_cache_entry_touch $MB 's/(unsigned long\s+e_flags;)(.*?)(u64\s+e_value;)/$3$2$1/s'
planted 'type aligned' fs/mbcache.o struct-size break mb_cache_entry_touch $MB 's/(u64\s+e_value;\n\})/$1 __attribute__((aligned(64)))/'
planted 'array' fs/char_dev.o member-added break cdev_add $CDEV 's/(dev_t dev;)/char name[16]; $1/'
planted 'member in padding' lib/kobject.o member-added-in-padding info kobject_add $KOBJ 's/(unsigned int uevent_suppress:1;)/$1 unsigned int state_new:1;/'
planted 'bit-field' lib/kobject.o bit-field break kobject_add $KOBJ 's/unsigned int uevent_suppress:1;/unsigned int uevent_suppress:2;/'
planted 'pointer to const' lib/kobject.o qualifier-only risk kobject_add $KOBJ 's/const char(\s+\*name;)/const volatile char$1/'
planted 'enumerator last' lib/kobject_uevent.o enumerator-added info kobject_uevent $KOBJ 's/(KOBJ_UNBIND,)/$1 KOBJ_FREEZE,/'
planted 'enumerator between' lib/kobject_uevent.o enumerator-value-changed break kobject_uevent $KOBJ 's/(KOBJ_MOVE,)/KOBJ_FREEZE, $1/'
planted 'enumerator renamed' lib/kobject_uevent.o enumerator-removed break kobject_uevent $KOBJ 's/(KOBJ_UNBIND,)/KOBJ_LOOSE,\n#define KOBJ_UNBIND KOBJ_LOOSE/; s/KOBJ_LOOSE,\n#define(.*)\n\};/KOBJ_LOOSE,\n};\n#define$1/'
planted 'member in a hole' mm/mempool.o member-added-in-hole info mempool_resize $POOL 's/(int curr_nr;)/$1 int spare;/'
planted 'member of a structure of state' lib/ratelimit.o member-added break ___ratelimit $RATE 's/(int\s+burst;)/$1 unsigned long window;/'
planted 'callback' mm/mempool.o qualifier-only risk mempool_resize $POOL 's/typedef void \(?mempool_free_t\)?\(void \*element, void \*pool_data\);/typedef void (mempool_free_t)(void *element, const void *pool_data);/'
planted 'parameter added' fs/mbcache.o prototype break mb_cache_create fs/mbcache.c 's/^/#define mb_cache_create mb_cache_created\n/; s/(\nstruct mb_cache \*mb_cache_create\(int bucket_bits)\)/\n#undef mb_cache_create$1, int more)/'
planted 'parameter renamed' lib/ratelimit.o parameter-renamed info ___ratelimit lib/ratelimit.c 's/(int ___ratelimit\(struct ratelimit_state \*rs, const char \*)func\)\n\{/$1where)\n{ const char *func = where;/'
planted 'returns something else' lib/kobject.o prototype break kobject_rename lib/kobject.c 's/^/#define kobject_rename kobject_renamed\n/; s/\nint (kobject_rename\()/\n#undef kobject_rename\nlong $1/'
planted 'export removed' fs/mbcache.o export-removed break mb_cache_entry_touch fs/mbcache.c 's/EXPORT_SYMBOL\(mb_cache_entry_touch\);//'
planted 'export added' fs/char_dev.o export-added info cdev_put fs/char_dev.c 's/(EXPORT_SYMBOL\(cdev_init\);)/$1 EXPORT_SYMBOL(cdev_put);/'

# Types of Rust have offsets, too.
rust() { # rust NAME KIND SEVERITY OLD NEW
    local name="Rust: $1" kind=$2 severity=$3 side old=$4 new=$5 lines status=0 wanted=0
    for side in old new; do
        { echo '#![no_std] #![crate_type = "lib"]'; echo "${!side}"
            echo '#[no_mangle] pub extern "C" fn take(r: &Ring) -> usize { r as *const Ring as usize }'; } > "$scratch/$side.rs"
        rustc -g --crate-name ring -C panic=abort --emit obj -o "$scratch/$side.rust.o" "$scratch/$side.rs" 2> "$scratch/rust.err" || { fail "$name" "$(grep -m 1 error "$scratch/rust.err")"; return; }
        # Crates have no markers; rust/exports.c says what they export.
        printf '%s\n' '#include <stddef.h>' 'extern char take[]; asm(".section \".export_symbol\",\"a\"\n__export_symbol_take: .asciz \"\"\n.asciz \"\"\n.balign 8\n.quad take\n.previous");' > "$scratch/exports.c"
        gcc -c -o "$scratch/exports.o" "$scratch/exports.c" && ld -r -o "$scratch/$side.o" "$scratch/$side.rust.o" "$scratch/exports.o" 2> "$scratch/rust.err" || { fail "$name" "$(head -n 1 "$scratch/rust.err")"; return; }
    done
    [[ $severity != break ]] || wanted=1
    lines=$("$kelf" kabi compare --format short "$scratch/old.o" "$scratch/new.o" 2>&1) || status=$?
    if [[ $status == "$wanted" ]] && grep -q "^$severity $kind " <<< "$lines"; then pass "$name: $kind"; else fail "$name" "status $status, $(head -n 2 <<< "$lines" | tr '\n' ' ')"; fi
}
if [[ -z $(missing rustc) ]]; then
    rust 'field removed' member-removed break '#[repr(C)] pub struct Ring { pub a: u32, pub b: u32 }' '#[repr(C)] pub struct Ring { pub a: u32 }'
    rust 'field of another type' member-type break '#[repr(C)] pub struct Ring { pub a: u32, pub b: u32 }' '#[repr(C)] pub struct Ring { pub a: u32, pub b: u64 }'
    rust 'field at the end' member-added-at-end risk '#[repr(C)] pub struct Ring { pub a: u64 }' '#[repr(C)] pub struct Ring { pub a: u64, pub b: u64 }'
    rust 'array' array-bound break '#[repr(C)] pub struct Ring { pub a: [u32; 4] }' '#[repr(C)] pub struct Ring { pub a: [u32; 8] }'
else
    skip Rust 'no rustc'
fi
skip compilers 'no root of Debian 13: gcc 12 against gcc 14'
