// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Text.Json;
using System.Xml.Linq;

using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Output;
using Kelf.Kernel.Kabi.Rules;
using Kelf.Kernel.Kabi.Snapshots;

using Xunit;

namespace Kelf.Kernel.Tests.Kabi;

/// <summary>Reports of a comparison in each form, with names that try to break out of it.</summary>
public sealed class FindingReportTests
{
    private const string U32 = "t#u32 typedef_type u32 { base_type unsigned int byte_size(4) encoding(7) }\n";
    private const string Old = "push subprogram ( formal_parameter pointer_type { s#ring } byte_size(8) r ) -> base_type void\n"
        + "s#ring structure_type ring { member t#u32 head data_member_location(0) , member pointer_type { s#ring } byte_size(8) next data_member_location(8) } byte_size(16)\n" + U32;
    private const string New = "push subprogram ( formal_parameter pointer_type { s#ring } byte_size(8) r ) -> base_type void\n"
        + "s#ring structure_type ring { member t#u32 head data_member_location(0) , member pointer_type { s#ring } byte_size(8) next data_member_location(8) , member t#u32 </script> data_member_location(16) } byte_size(24)\n" + U32;
    private const string OldVersions = "0x1 push lib/<&\"ring EXPORT_SYMBOL\n0x2 gone vmlinux EXPORT_SYMBOL\n";
    private const string NewVersions = "0x3 push lib/<&\"ring EXPORT_SYMBOL\n";

    private static readonly JudgedComparison s_comparison =
        FindingRules.None.Judge(Kernels.Compare(Old, New, OldVersions, NewVersions), []);

    [Fact]
    public void The_text_has_verdict_layout_and_exports() => Assert.Equal(
        """
        old: kernel: 2 exports, from Module.symvers, symtypes
        new: kernel: 1 export, from Module.symvers, symtypes
        note: old: no types of 1 of 2 exports

        1 change of exports breaks modules: 1 export concerned. 1 version changed: modules with the old ones do not load.
        1 export-removed, 1 member-added-at-end

        risk  struct ring  member-added-at-end  FINGERPRINT
              'u32 </script>' is new at 16: the size is 24, was 16
              Modules that allocate the type themselves, or embed it, have too little room.
              1 export of lib/<&"ring: push
            @@ -2,4 +2,6 @@
             	u32 head;                                        /*     0     4 */
             	/* hole of 4 bytes */
             	struct ring *next;                               /*     8     8 */
            -}; /* size 16, 1 cache line */
            +	u32 </script>;                                   /*    16     4 */
            +	/* padding of 4 bytes */
            +}; /* size 24, 1 cache line */

        break export-removed: 1
              Modules that use the symbol do not load: it is unknown.
              gone: vmlinux exports it no more

        """.Replace("FINGERPRINT", s_comparison.Findings[1].Finding.Fingerprint, StringComparison.Ordinal),
        FindingText.Full(s_comparison, 10));

    [Fact]
    public void Json_has_what_its_schema_requires()
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(TestSupport.SourceDirectory.Root, "docs/kabi.schema.json")));
        using JsonDocument document = JsonDocument.Parse(Json(json => FindingJson.Write(json, s_comparison)));
        Matches(document.RootElement, schema.RootElement, schema.RootElement);
        Assert.Equal(["break", "risk"], document.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("severity").GetString()));
    }

    [Fact]
    public void Sarif_has_a_rule_for_each_kind_and_a_fingerprint_for_each_result()
    {
        using JsonDocument document = JsonDocument.Parse(Json(json => FindingSarif.Write(json, s_comparison, "1.0")));
        JsonElement run = document.RootElement.GetProperty("runs")[0];
        JsonElement[] rules = [.. run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()];
        Assert.All(run.GetProperty("results").EnumerateArray(), result =>
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            Assert.Equal(16, result.GetProperty("partialFingerprints").GetProperty("kabiChange/v1").GetString()!.Length);
        });
        Assert.Equal(["error", "warning"], run.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("level").GetString()));
    }

    [Fact]
    public void JUnit_has_a_case_for_each_export_and_is_well_formed()
    {
        XDocument document = XDocument.Parse(FindingJUnit.Write(s_comparison));
        Assert.Equal(["lib/<&\"ring", "vmlinux"], document.Root!.Elements("testsuite").Select(suite => suite.Attribute("name")!.Value));
        Assert.Equal(["gone"], document.Descendants("failure").Select(failure => failure.Parent!.Attribute("name")!.Value));
    }

    [Fact]
    public void The_page_has_all_findings_and_no_name_ends_its_script()
    {
        string page = FindingHtml.Write(s_comparison);
        // The data, and the program that shows it.
        Assert.Equal(2, page.Split("</script>").Length - 1);
        string data = page.Split("id=\"data\">")[1].Split("</script>")[0];
        using JsonDocument document = JsonDocument.Parse(data);
        Assert.Equal(2, document.RootElement.GetProperty("findings").GetArrayLength());
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_looks_like_a_place_of_the_page_is_a_name()
    {
        string page = FindingHtml.Write(FindingRules.None.Judge(
            Kernels.Compare(null, null, "0x1 {{data}} vmlinux EXPORT_SYMBOL\n0x1 {{text}} vmlinux EXPORT_SYMBOL\n", "0x1 kept vmlinux EXPORT_SYMBOL\n"), []));
        string data = page.Split("id=\"data\">")[1].Split("</script>")[0];
        using JsonDocument document = JsonDocument.Parse(data);
        Assert.Contains("{{text}}", data, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("</script>").Length - 1);
        Assert.Contains("{{data}}", page.Replace(data, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_is_explained_with_the_way_to_the_change()
    {
        string text = new ExportExplanation(Kernels.Compare(Old, New, OldVersions, NewVersions)).Of("push")!;
        Assert.Contains("push: version 0x00000001 in the old kernel, version 0x00000003 in the new one", text, StringComparison.Ordinal);
        Assert.Contains("by way of push -> struct ring", text, StringComparison.Ordinal);
        Assert.Contains("they are not those that the version was made of", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_is_shown_by_any_of_its_names()
    {
        Snapshot kernel = new Kernels().Of(Old, OldVersions);
        string shown = TypeView.Show(kernel, "struct ring")!;
        Assert.Contains("/* hole of 4 bytes */", shown, StringComparison.Ordinal);
        Assert.Contains("1 export lead to it: push", shown, StringComparison.Ordinal);
        Assert.Equal(shown, TypeView.Show(kernel, "s#ring"));
        Assert.Equal(shown, TypeView.Show(kernel, "ring"));
        Assert.Null(TypeView.Show(kernel, "nothing"));
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    // What the schema uses of JSON Schema, and no more.
    private static void Matches(JsonElement value, JsonElement schema, JsonElement root)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            Matches(value, root.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]), root);
            return;
        }

        if (schema.TryGetProperty("enum", out JsonElement words))
        {
            Assert.Contains(value.GetString(), words.EnumerateArray().Select(word => word.GetString()));
        }

        if (schema.TryGetProperty("pattern", out JsonElement pattern))
        {
            Assert.Matches(pattern.GetString()!, value.GetString());
        }

        foreach (JsonElement required in schema.TryGetProperty("required", out JsonElement list) ? list.EnumerateArray() : default)
        {
            Assert.True(value.TryGetProperty(required.GetString()!, out _), $"{required} is missing");
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in value.EnumerateObject())
            {
                Assert.True(schema.GetProperty("properties").TryGetProperty(property.Name, out JsonElement own), $"{property.Name} is not in the schema");
                Matches(property.Value, own, root);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                Matches(item, schema.GetProperty("items"), root);
            }
        }
    }
}
