# SPDX-License-Identifier: GPL-2.0-only
#
# The package of Fedora, SUSE and their relatives; sourced by packages.sh.
# shellcheck shell=bash disable=SC2154 # packages.sh sets what is used here

make_rpm() {
    local folder=$work/rpm
    stage "$work/rpm-root"
    settle "$work/rpm-root"
    mkdir -p "$folder"
    # Nothing in the package says who built it, or when; one thread of xz, as in deb.sh.
    rpmbuild -bb --quiet --target "$machine" "$packaging/rpm/kelf.spec" \
        --define "_topdir $folder" --define "staged $work/rpm-root" --define "kelf_version $version" --define "kelf_release $release" \
        --define '_buildhost kelf' --define 'use_source_date_epoch_as_buildtime 1' --define 'clamp_mtime_to_source_date_epoch 1' \
        --define '_binary_payload w6.xzdio' --define "_rpmdir $folder" --define '_rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm'
    cp "$folder"/kelf-*.rpm "$packages/"
}
