#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The workflows in docs/ci.md: their shell lines, taken out of the document, do what it says where nothing but the package is installed
# (clean-root.sh). Inputs are small; what a user has of his own stands there as a program of two lines: make, sudo and the test that
# boots. As root.
#
#   recipes.sh
#
#   PACKAGES, KELF_TESTBED   as in packages.sh; the tree that is built with kelf is linux-source-7.3 there
# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/../Differential
source "$(dirname "${BASH_SOURCE[0]}")/../Differential/harness.sh"
root=$(cd "$here/../.." && pwd)
packages=$(realpath "${PACKAGES:-$root/out/packages}")
version=$("$root/tools/version.sh" version)
demo=$root/tests/Fixtures/demo
deb=$packages/kelf_$version-1_amd64.deb
clean=$testbed/clean-bookworm
[[ $(uname -m) == x86_64 ]] || skip_all 'the workflows are of x86-64'
[[ -e $deb ]] || { fail packages "no $deb: run \`make packages\`"; exit 1; }
((EUID == 0)) || skip_all 'only root can change the root directory'
need python3 unshare
python3 -c 'import yaml' 2> /dev/null || skip_all 'no python3-yaml'
if [[ ! -e $clean/etc/debian_version ]] && { [[ -n $(missing debootstrap) ]] || ! "$root/tests/Packages/clean-root.sh" bookworm > "$scratch/root.log" 2>&1; }; then
    skip_all 'no root with Debian, and none to be had (clean-root.sh)'
fi

# A folder for each job, SERVICE-JOB, with a script for each step. GitHub runs a step by `bash -e`, and GitLab all lines in one shell.
mkdir "$scratch/jobs"
take_out() {
    python3 - "$root/docs/ci.md" "$scratch/jobs" << 'END'
import pathlib, re, sys, yaml
text, folder = pathlib.Path(sys.argv[1]).read_text(), pathlib.Path(sys.argv[2])

def write(service, job, steps):
    place = folder / f'{service}-{job}'
    place.mkdir()
    for number, step in enumerate(steps):
        (place / f'{number:02}').write_text(step + '\n')

blocks = [yaml.safe_load(block) for block in re.findall(r'```yaml\n(.*?)```', text, re.DOTALL)]
github, gitlab = blocks
for job, what in github['jobs'].items():
    write('github', job, [step['run'] for step in what['steps'] if 'run' in step])
for job, what in gitlab.items():
    if 'script' in what:
        write('gitlab', job, ['set -eo pipefail\n' + '\n'.join(gitlab['default']['before_script'] + what['script'])])
END
}
check 'the workflows are YAML' take_out
check 'the jobs' diff <(ls "$scratch/jobs") <(printf '%s\n' {github,gitlab}-{boot,build,kabi})

# What a user brings.
mkdir "$scratch/bin"
printf '%s\n' '#!/bin/sh' 'exec "$@"' > "$scratch/bin/sudo"
# The tree was switched before it is built; vmlinux.o is there in the small inputs.
cat > "$scratch/bin/make" << 'END'
#!/bin/sh
echo "make $*" >> /work/made
case "$*" in *vmlinux.o) cp /inputs/vmlinux.o . ;; *) grep '^KELF ?= /usr/bin/kelf$' scripts/Makefile.kelf ;; esac
END
printf '%s\n' '#!/bin/sh' 'cat /inputs/boot.log' > "$scratch/boot-test"
chmod +x "$scratch"/bin/* "$scratch/boot-test"

# job NAME: runs its steps in the root, in a folder with what is in $scratch/work and inputs in $scratch/inputs; its status is that of the
# first step that fails.
job() {
    rm -rf "$scratch"/{over,overwork} && mkdir -p "$scratch"/{over,overwork}
    cp "$deb" "$scratch/work/"
    # shellcheck disable=SC2016 # the inner shells' variables
    unshare --mount --net bash -c '
        mount -t overlay root -o "lowerdir=$1,upperdir=$2/over,workdir=$2/overwork" "$1" && mkdir -p "$1"/{work,inputs,job} && mount -t proc proc "$1/proc" &&
            mount --bind "$2/work" "$1/work" && mount --bind "$2/inputs" "$1/inputs" && mount --bind "$2/jobs/$3" "$1/job" &&
            mount --bind "$2/bin" "$1/usr/local/bin" || exit 99
        for step in "$1"/job/*; do
            chroot "$1" env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive HOME=/root \
                bash -c "cd /work && exec bash -e /job/${step##*/}" || exit
        done' - "$(realpath "$clean")" "$scratch" "$1" > "$scratch/said" 2>&1 < /dev/null
}
# fresh: what a job starts from.
fresh() {
    rm -rf "$scratch"/{work,inputs} && mkdir -p "$scratch"/{work/kabi,inputs}
    cp "$demo/demo.o" "$scratch/inputs/vmlinux.o"
    cp "$demo/demo.symtypes" "$scratch/work/kabi/release.kabi"
    cp "$demo/trace/vmlinux" "$scratch/boot-test" "$scratch/work/"
    echo 'Run /init as init process' > "$scratch/inputs/boot.log"
}
ends() { # ends STATUS JOB [WORDS]: with that status, and these words in what it says
    local status=0
    job "$2" || status=$?
    [[ $status == "$1" ]] && { [[ -z ${3-} ]] || grep -qF "$3" "$scratch/said"; } && return
    echo "status $status: $(tail -n 2 "$scratch/said" | tr '\n' ' ')"
    return 1
}

program=$scratch/deb/usr/bin/kelf
dpkg-deb -x "$deb" "$scratch/deb"
for service in github gitlab; do
    fresh
    check "$service/kabi: nothing changed" ends 0 "$service-kabi" 'nothing that is exported differs'
    check "$service/kabi: a report" test -s "$scratch/work/kabi.md"
    fresh
    sed '/^s#ring_entry /s/ long unsigned int byte_size(8)/ unsigned int byte_size(4)/' "$demo/demo.symtypes" > "$scratch/old.symtypes"
    "$program" kabi snapshot -o "$scratch/work/kabi/release.kabi" "$scratch/old.symtypes" 2> /dev/null
    check "$service/kabi: a type changed" ends 1 "$service-kabi" "'unsigned int address' is now 'long unsigned int address'"
    fresh
    rm "$scratch/work/kabi/release.kabi"
    check "$service/kabi: no reference" ends 2 "$service-kabi" 'kabi/release.kabi: No such file'
    fresh
    check "$service/boot: a good log" ends 0 "$service-boot"
    fresh
    cp "$demo/oops.txt" "$scratch/inputs/boot.log"
    check "$service/boot: an oops" ends 1 "$service-boot" '(drivers/demo/ring.c:11)'
    # The makefiles and scripts of a real tree.
    source=$testbed/linux-source-7.3
    if [[ ! -e $source/Makefile ]]; then
        skip "$service/build" 'no sources of Linux 7.3 (KELF_TESTBED)'
        continue
    fi
    fresh
    (cd "$source" && find Makefile scripts kernel rust arch/x86 -type f \( -name 'Makefile*' -o -path 'scripts/*' \) -print0 | xargs -0 cp --parents -t "$scratch/work")
    check "$service/build: the tree is switched, and built" ends 0 "$service-build" 'KELF ?= /usr/bin/kelf'
    check "$service/build: make" grep -xE 'make -j[0-9]+' "$scratch/work/made"
done
