// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Types;

using Xunit;

namespace Kelf.Kernel.Tests.Kabi;

/// <summary>Comparisons of types: what ksymtypes of suse-kabi-tools prints for the same input.</summary>
public sealed class TypeComparisonTests
{
    private const string OldCore = """
        e#mode enum mode { OFF , ON } 
        t#u32 typedef unsigned int u32 
        s#ring struct ring { t#u32 head ; t#u32 tail ; void * slot [ 8 ] ; } 
        s#dev struct dev { const char * name ; e#mode mode ; s#ring * rx ; struct { int x ; int y ; } pos ; int ( * cb ) ( s#dev * , void * ) ; } 
        dev_open int dev_open ( s#dev * ) 
        dev_close void dev_close ( s#dev * ) 
        ring_push int ring_push ( s#ring * , t#u32 ) 
        dev_gone void dev_gone ( void ) 
        """;

    private const string OldUser = """
        s#ring struct ring { UNKNOWN } 
        s#dev struct dev { UNKNOWN } 
        dev_peek s#ring * dev_peek ( const s#dev * ) 
        """;

    private const string NewCore = """
        e#mode enum mode { OFF , ON , AUTO } 
        t#u32 typedef unsigned int u32 
        s#ring struct ring { t#u32 head ; t#u32 tail ; t#u32 mask ; void * slot [ 8 ] ; } 
        s#dev struct dev { const char * name ; e#mode mode ; s#ring * rx ; struct { int x ; long y ; } pos ; int ( * cb ) ( s#dev * , void * ) ; } 
        dev_open int dev_open ( s#dev * , int ) 
        dev_close void dev_close ( s#dev * ) 
        ring_push int ring_push ( s#ring * , t#u32 ) 
        dev_new void dev_new ( void ) 
        """;

    private const string NewUser = """
        s#ring struct ring { t#u32 head ; t#u32 tail ; t#u32 mask ; void * slot [ 8 ] ; } 
        t#u32 typedef unsigned int u32 
        s#dev struct dev { UNKNOWN } 
        dev_peek s#ring * dev_peek ( const s#dev * ) 
        """;

    private readonly Corpora _corpora = new();

    [Fact]
    public void What_was_added_and_removed_comes_first_and_then_each_changed_record_with_its_exports() => Assert.Equal(
        """
        Export 'dev_new' has been added
        Export 'dev_gone' has been removed
        The following '1' exports are different:
         dev_open

        because of a changed 'dev_open':
        @@ -1,1 +1,1 @@
        -int dev_open ( s#dev * )
        +int dev_open ( s#dev *, int )

        The following '2' exports are different:
         dev_close
         dev_open

        because of a changed 'e#mode':
        @@ -1,4 +1,5 @@
         enum mode {
         	OFF,
        -	ON
        +	ON,
        +	AUTO
         }

        The following '2' exports are different:
         dev_close
         dev_open

        because of a changed 's#dev':
        @@ -4,7 +4,7 @@
         	s#ring * rx;
         	struct {
         		int x;
        -		int y;
        +		long y;
         	} pos;
         	int ( * cb ) ( s#dev *, void * );
         }

        The following '3' exports are different:
         dev_close
         dev_open
         ring_push

        because of a changed 's#ring':
        @@ -1,5 +1,6 @@
         struct ring {
         	t#u32 head;
         	t#u32 tail;
        +	t#u32 mask;
         	void * slot [ 8 ];
         }

        The following '1' exports are different:
         dev_peek

        because 's#ring' changed from a forward declaration to a definition

        """, Corpora.Compare(Old(), New()));

    [Theory]
    [InlineData(ReportFormat.Symbols, "dev_close dev_gone dev_new dev_open dev_peek ring_push")]
    [InlineData(ReportFormat.ModSymbols, "dev_close dev_open dev_peek ring_push")]
    [InlineData(ReportFormat.Null, "")]
    public void Names_alone_are_sorted(ReportFormat format, string names) =>
        Assert.Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), Corpora.Compare(Old(), New(), format).Split('\n', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Joined_files_say_the_same()
    {
        Corpus old = Old();
        Corpus joined = _corpora.Consolidated(Corpora.Consolidate(old));
        Assert.Equal("", Corpora.Compare(old, joined));
        Assert.Equal(Corpora.Split(old), Corpora.Split(joined));
        Assert.Equal(Corpora.Compare(old, New()), Corpora.Compare(joined, New()));
    }

    [Fact]
    public void A_joined_file_has_what_is_not_as_it_was_last() => Assert.Equal(
        """
        /* core.symtypes */
        e#mode enum mode { OFF , ON , AUTO }
        s#dev struct dev { const char * name ; e#mode mode ; s#ring * rx ; struct { int x ; long y ; } pos ; int ( * cb ) ( s#dev * , void * ) ; }
        s#ring struct ring { t#u32 head ; t#u32 tail ; t#u32 mask ; void * slot [ 8 ] ; }
        t#u32 typedef unsigned int u32
        dev_close void dev_close ( s#dev * )
        dev_new void dev_new ( void )
        dev_open int dev_open ( s#dev * , int )
        ring_push int ring_push ( s#ring * , t#u32 )

        /* drivers/user.symtypes */
        s##dev
        dev_peek s#ring * dev_peek ( const s#dev * )

        """, Corpora.Consolidate(New()));

    [Fact]
    public void A_short_list_ends_after_ten_names()
    {
        string[] names = [.. Enumerable.Range(0, 12).Select(i => $"fn{i:d2}")];
        Corpus old = _corpora.Plain(("a", "s#s struct s { int a ; }\n" + string.Concat(names.Select(name => $"{name} int {name} ( s#s )\n"))));
        Corpus @new = _corpora.Plain(("a", "s#s struct s { long a ; }\n" + string.Concat(names.Select(name => $"{name} int {name} ( s#s )\n"))));
        string[] lines = Corpora.Compare(old, @new, ReportFormat.Short).Split('\n');
        Assert.Equal(["The following '12' exports are different:", .. names[..10].Select(name => " " + name), " <...>", ""], lines[..13]);
        Assert.Equal("The following '5' exports are different:", Corpora.Compare(old, @new, list: "fn0[0-2]\nfn1?\n").Split('\n')[0]);
    }

    [Fact]
    public void What_only_one_side_refers_to_is_not_followed()
    {
        Corpus old = _corpora.Plain(("a", "s#inner struct inner { int a ; }\ns#outer struct outer { s#inner i ; }\nf f ( s#outer * )\ng g ( s#inner * )\n"));
        Corpus @new = _corpora.Plain(("a", "s#inner struct inner { long a ; }\ns#outer struct outer { int i ; }\nf f ( s#outer * )\ng g ( s#inner * )\n"));
        string[] lines = Corpora.Compare(old, @new).Split('\n');
        Assert.Equal([" g", " f"], lines.Where(line => line is " f" or " g"));
    }

    [Fact]
    public void Each_variant_of_a_type_is_a_change_of_its_own()
    {
        string Variant(string member) => $"t#x typedef int x\ns#s struct s {{ {member} a ; }}\n";
        Corpus old = _corpora.Plain(("a", Variant("int") + "f f ( s#s )\n"), ("b", Variant("t#x") + "g g ( s#s )\n"));
        Corpus @new = _corpora.Plain(("a", Variant("long") + "f f ( s#s )\n"), ("b", Variant("long") + "g g ( s#s )\n"));
        string[] lines = Corpora.Compare(old, @new).Split('\n');
        // A reference is before any other token.
        Assert.Equal([" g", "-\tt#x a;", " f", "-\tint a;"], lines.Where(line => line is " f" or " g" || line.StartsWith("-\t", StringComparison.Ordinal)));
    }

    // The same export in two files of each side: what has the same path is compared.
    [Fact]
    public void Files_that_export_the_same_are_compared_by_their_paths()
    {
        (string, string)[] files = [("a", "s#s struct s { int a ; }\nf1 int f1 ( s#s )\n"), ("c", "s#s struct s { long a ; }\nf1 int f1 ( s#s )\n")];
        Corpus corpus = _corpora.Plain(files);
        Assert.Equal("", Corpora.Compare(corpus, _corpora.Plain(files)));
        Assert.Equal("", Corpora.Compare(corpus, _corpora.Consolidated(Corpora.Consolidate(corpus))));
        DuplicateExport duplicate = Assert.Single(corpus.FindDuplicates());
        Assert.Equal(new DuplicateExport("f1", "c:2", "c", "a"), duplicate);
    }

    [Fact]
    public void Paths_ascend_component_by_component() => Assert.Equal(
        ["Z", "a", "a/x", "a-b/x"], new[] { "a-b/x", "a/x", "a", "Z" }.Order(Comparer<string>.Create(Corpus.CompareFiles)));

    [Fact]
    public void A_definition_is_known_by_what_the_older_forms_say_of_files()
    {
        // Suffixes of suse-kabi-tools 0.2, and of Oracle's program.
        foreach ((string a, string b) in new[] { ("0", "1"), ("1c2ab03f", "0041a3d8") })
        {
            Corpus corpus = _corpora.Variants($$"""
                s#ring@{{a}} struct ring { t#u32 head ; }
                s#ring@{{b}} struct ring { UNKNOWN }
                t#u32 typedef unsigned int u32
                dev_peek s#ring * dev_peek ( void )
                ring_push int ring_push ( s#ring * , t#u32 )
                F#core.symtypes s#ring@{{a}} ring_push
                F#drivers/user.symtypes dev_peek s#ring@{{b}}
                """);
            Assert.Empty(corpus.Warnings);
            Assert.Equal(
                """
                == core.symtypes
                s#ring struct ring { t#u32 head ; }
                t#u32 typedef unsigned int u32
                ring_push int ring_push ( s#ring * , t#u32 )
                == drivers/user.symtypes
                s#ring struct ring { UNKNOWN }
                dev_peek s#ring * dev_peek ( void )

                """, Corpora.Split(corpus));
        }
    }

    [Fact]
    public void A_record_that_is_named_and_missing_counts_as_declared() =>
        Assert.Equal(
            ["file:2: WARNING: Type 's#lost@00000000' has no record, and counts as declared"],
            _corpora.Variants("f int f ( s#lost * )\nF#a f s#lost@00000000\n").Warnings);

    private Corpus Old() => _corpora.Plain(("core.symtypes", OldCore), ("drivers/user.symtypes", OldUser));

    private Corpus New() => _corpora.Plain(("core.symtypes", NewCore), ("drivers/user.symtypes", NewUser));
}
