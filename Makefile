# SPDX-License-Identifier: GPL-2.0-only
#
# The front door. `make` builds the native program, out/kelf.
#
#   make demo       set up, build, and compute the versions of a bundled sample
#   make test       set up, build, and run all test suites
#   make help       the other targets

DOTNET ?= dotnet
PREFIX ?= /usr/local
DESTDIR ?=
# PIE=1 makes the program position-independent: README says what that costs. `make clean` before you change it.
PIE ?=
# The program tells its version with the commit that it was built from.
PUBLISH = $(DOTNET) publish src/Kelf.Cli -c Release -nologo -v quiet $(if $(PIE),-p:KelfPie=true) \
	-p:KelfCommit=$$(tools/version.sh commit) -p:KelfDate=$$(tools/version.sh date) \
	$(if $(OFFLINE),-p:RestoreSources=$(abspath $(VENDOR)) -p:RestorePackagesPath=$(abspath out/build/packages) -p:NuGetAudit=false)
# The packages that a build needs, and OFFLINE=1 to take them from there and nothing from the network.
VENDOR ?= out/vendor
OFFLINE ?=
# What `make install` installs, and where functions of zsh go.
PROGRAM ?= out/kelf
# What starts it, if it is of another machine.
RUN ?=
ZSH_FUNCTIONS ?= share/zsh/site-functions
DOC = $(PREFIX)/share/doc/kelf

MAN = $(wildcard docs/man/*.1)
SOURCES = $(shell find src -name '*.cs' -o -name '*.c' -o -name '*.csproj' -o -name '*.props' -o -name '*.html' -o -name '*.order') $(wildcard kbuild/fragments/*.mk) \
	Directory.Build.props Directory.Packages.props .editorconfig BannedSymbols.txt global.json \
	packaging/components.sh packaging/components.list packaging/licences.list

export DOTNET_CLI_TELEMETRY_OPTOUT = 1
export DOTNET_NOLOGO = 1

.PHONY: build vendor setup prepare demo test check-quick test-full test-distro bench bench-kbuild bench-micro figures fuzz mutation install uninstall packages test-packages test-arm64 nuget docs test-docs release clean help
.DELETE_ON_ERROR:
# No rules but those below: make's own would make packaging/x from packaging/x.sh.
.SUFFIXES:

build: out/kelf

# All NuGet packages that `make build OFFLINE=1` needs, as files in one directory, which a packager can keep.
vendor:
	rm -rf $(VENDOR) out/build/vendor
	$(DOTNET) msbuild src/Kelf.Cli -t:Restore -nologo -v:quiet -p:Configuration=Release -p:_IsPublishing=true \
		-p:ArtifactsPath=$(abspath out/build/vendor) -p:RestorePackagesPath=$(abspath out/build/vendor/packages)
	mkdir -p $(VENDOR)
	find out/build/vendor/packages -name '*.nupkg' -exec cp {} $(VENDOR) \;
	rm -rf out/build/vendor
	@du -sh $(VENDOR)

# Says what is missing; `make setup INSTALL=1` installs it, too.
setup:
	@tools/setup.sh $(if $(INSTALL),--install,--check)

# As root on Debian, building installs what it needs, and says so before.
prepare:
	@tools/setup.sh --install

# Beside the target and renamed: a running kelf keeps its file.
out/kelf: $(SOURCES) | prepare
	@echo 'compiling the native program: begins'
	$(PUBLISH) -o out/build/native
	packaging/components.sh out/build/obj/Kelf.Cli/release/native out
	cp out/build/native/kelf out/kelf.new
	mv out/kelf.new out/kelf
	@printf 'out/kelf: %d bytes\n' "$$(stat -c %s out/kelf)"

demo: out/kelf
	@tools/demo.sh

test: out/kelf
	tests/run.sh

# For packagers: the program against what the originals gave, without kernels, compilers and .NET; less than a minute.
check-quick: out/kelf
	tests/check-quick.sh

# As `test`, with the assertions in the code, and then more random inputs and kernels.
test-full: out/kelf
	CONFIGURATION=Debug tests/run.sh
	tests/run.sh 'random-c.sh 600 1000' 'small-kernel.sh defconfig' \
		'split.sh small-gcc small-thinlto small-i386 defconfig' 'split-boot.sh 10' 'split-kill.sh' \
		'mcount.sh 2000' 'sorttable.sh 2000' 'traceable-boot.sh small-paths' 'link.sh small-gcc small-thinlto small-fulllto small-i386 defconfig' \
		'kbuild.sh --full small-gcc small-6.12 small-6.1' 'kbuild.sh small-fulllto' 'kbuild-package.sh --full' \
		'kbuild-configs.sh trim zboot dist' 'lto-image.sh 300' \
		'whole.sh small-gcc/vmlinux small-gcc/vmlinux.o small-clang/vmlinux.o defconfig/vmlinux.o debian-6.1.0-53-amd64/vmlinux'

# Kernels of Debian, downloaded one at a time, and a package that dwz compressed. KERNELS is what lines of tests/Distro/kernels begin with, such as 'trixie sid/loong64'.
test-distro: out/kelf
	tests/Distro/distro.sh $(KERNELS)
	$(if $(KERNELS),,tests/Distro/dwz.sh)

# What of the code can be changed without a test noticing: a sample, the same in each run. MUTATION is folders, such as
# Kelf.Kernel/Relocs; without it all of seven that have no result in out/mutation.
mutation:
	$(DOTNET) tool restore > /dev/null
	nice -n 10 tests/mutation.sh $(MUTATION)

# A small kernel of another machine, or with Rust, for the differential tests: make tree-small-arm64-cfi. What there is:
# tests/Testbed/tree.sh --list.
tree-%:
	tests/Testbed/tree.sh $*

# Ratios against the originals, in one run. BENCH is one of the scripts in bench/ with its arguments, such as
# 'split.sh defconfig'; without it all run on small-gcc. All figures are kept in RESULTS, bench/results if nothing is said, and
# nowhere with `RESULTS=`; one that fails keeps nothing, and the others run.
bench: out/kelf
	@tools/setup.sh --install bench
	@$(if $(BENCH),bench/$(BENCH),status=0; for tool in symvers split sorttable mcount initcalls modpost kallsyms link lines kheaders history; do \
		bench/$$tool.sh || status=1; done; exit $$status)
	@echo 'bench: make figures shows in README and docs what is in bench/results'

# Whole builds of a kernel, by the originals and with kelf. KBUILD is the arguments of bench/kbuild.sh, such as
# '--full small-gcc'.
bench-kbuild: out/kelf
	bench/kbuild.sh $(KBUILD)

# Tables and charts of README and docs, of what is in bench/results. A test compares them.
figures:
	$(DOTNET) run --project bench/Kelf.Figures -c Release

bench-micro:
	$(DOTNET) run --project bench/Kelf.Benchmarks -c Release -- --filter '*'

fuzz:
	$(DOTNET) run --project tests/Kelf.Fuzz -c Release -- --out out/fuzz --seeds tests/Fixtures $(FUZZ)

# kelf, its man pages, completions, documents, and a directory of links with the names of the tools it stands in
# for. The directory is in nobody's PATH: a kernel build is told to use it, nothing is shadowed by surprise.
install: $(PROGRAM)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/libexec/kelf $(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/$(ZSH_FUNCTIONS) \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d $(DESTDIR)$(DOC)/docs/charts $(DESTDIR)$(DOC)/kbuild/fragments
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/kelf
	for tool in $$($(RUN) $(PROGRAM) help --drop-ins); do \
		ln -sfn ../../bin/kelf $(DESTDIR)$(PREFIX)/libexec/kelf/$$tool || exit 1; \
	done
	install -m 644 $(MAN) $(DESTDIR)$(PREFIX)/share/man/man1
	$(RUN) $(PROGRAM) completion bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/kelf
	$(RUN) $(PROGRAM) completion zsh > $(DESTDIR)$(PREFIX)/$(ZSH_FUNCTIONS)/_kelf
	$(RUN) $(PROGRAM) completion fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/kelf.fish
	install -m 644 LICENSE README.md CHANGELOG.md SECURITY.md $(dir $(PROGRAM))THIRD-PARTY-NOTICES $(dir $(PROGRAM))kelf.cdx.json $(DESTDIR)$(DOC)
	install -m 644 docs/*.md $(DESTDIR)$(DOC)/docs
	install -m 644 docs/charts/*.svg $(DESTDIR)$(DOC)/docs/charts
	install -m 644 kbuild/README.md $(DESTDIR)$(DOC)/kbuild
	install -m 644 kbuild/fragments/*.mk $(DESTDIR)$(DOC)/kbuild/fragments

uninstall:
	rm -rf $(DESTDIR)$(PREFIX)/libexec/kelf $(DESTDIR)$(DOC)
	rm -f $(DESTDIR)$(PREFIX)/bin/kelf $(addprefix $(DESTDIR)$(PREFIX)/share/man/man1/,$(notdir $(MAN))) \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/kelf \
		$(DESTDIR)$(PREFIX)/$(ZSH_FUNCTIONS)/_kelf \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/kelf.fish

# .deb, .rpm and a tarball with their sums, in out/packages; `test-packages` installs, upgrades and removes them in clean
# roots, releases them elsewhere, builds without a network, and tests those of arm64, as root.
# MACHINE=aarch64 makes those of arm64, which `test-arm64` tests alone.
packages:
	@tools/setup.sh --install packages
	packaging/packages.sh

PACKAGE_TESTS = COMPILE=no SCRIPTS=tests/Packages EXPECTED=tests/Packages/expected-cases tests/run.sh

test-packages: packages nuget
	@tools/setup.sh --install test-packages
	$(PACKAGE_TESTS) reproducible.sh "packages.sh $$(uname -m)" recipes.sh distributions.sh offline.sh nuget.sh
	$(if $(filter x86_64,$(shell uname -m)),@$(MAKE) --no-print-directory test-arm64)

test-arm64:
	@tools/setup.sh --install arm64
	MACHINE=aarch64 packaging/packages.sh
	$(PACKAGE_TESTS) 'packages.sh aarch64'
	RUN="qemu-aarch64-static -L $${KELF_TESTBED:-$$HOME/.cache/kelf-testbed}/clean-bookworm-arm64" tests/check-quick.sh out/packaging-aarch64/program/kelf

# The libraries as NuGet packages with symbols, in out/packages.
nuget:
	rm -f out/packages/Kelf.*nupkg
	for library in Kelf.ObjectFiles Kelf.Archives; do \
		$(DOTNET) pack src/$$library -c Release -nologo -v quiet -o out/packages $(if $(REPOSITORY),-p:RepositoryUrl=$(REPOSITORY)) || exit 1; \
	done

# The documents, the man pages and the API of the libraries as a site with search, in out/docs. `test-docs` opens each page of it in a
# browser, and a report of `kelf kabi`.
docs:
	@tools/setup.sh --install docs
	docs/site/build.sh

test-docs: docs out/kelf
	@tools/setup.sh --install test-docs
	$(DOTNET) run --project tests/Kelf.Browser.Tests -c Release

# Checks changelog, tag and versions, and lays out everything in out/release.
release:
	@tools/release.sh $(VERSION)

clean:
	rm -rf out

help:
	@echo 'make build [PIE=1]      native program: out/kelf (the default); PIE=1: position-independent'
	@echo 'make vendor VENDOR=     all packages that building needs, for make build OFFLINE=1'
	@echo 'make setup [INSTALL=1]  say what building needs and is missing; INSTALL=1: and install it'
	@echo 'make demo               build, and run it on the sample in tests/Fixtures/demo'
	@echo 'make test               build, and run all test suites'
	@echo 'make check-quick        the program against committed results of the originals, in less than a minute'
	@echo 'make test-full          the same in Debug, and more random inputs'
	@echo 'make test-distro KERNELS=... kernels of Debian, downloaded one at a time'
	@echo 'make tree-NAME          builds a kernel that tests want: tests/Testbed/tree.sh --list has the names'
	@echo 'make bench BENCH=...    time and memory against the originals, on built kernels'
	@echo 'make bench-kbuild       builds of a kernel by the originals and with kelf'
	@echo 'make figures            tables and charts of README and docs, from bench/results'
	@echo 'make bench-micro        micro-benchmarks'
	@echo 'make fuzz FUZZ=...      mutation fuzzer; FUZZ are its options'
	@echo 'make mutation            mutation tests of a sample of the code'
	@echo 'make install PREFIX=    program, man pages, completions, links for a kernel build'
	@echo 'make uninstall PREFIX=  removes them'
	@echo 'make packages           .deb, .rpm, tarball and SHA256SUMS in out/packages'
	@echo 'make test-arm64         the packages for arm64 alone, compiled here, installed where qemu starts programs'
	@echo 'make nuget REPOSITORY=   the libraries as NuGet packages, in out/packages'
	@echo 'make docs                documents, man pages and API as a site, in out/docs'
	@echo 'make test-docs           opens each page of it in a browser'
	@echo 'make release VERSION=    checks changelog, tag and versions, and lays out everything in out/release'
	@echo 'make test-packages      builds them, and installs and removes them in clean roots'
	@echo 'make clean              removes out/'
