import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { startTexts } from "../src/i18n";
import { explain } from "../src/ui/violations";

beforeAll(startTexts);

describe("what the application says about a value", () => {
  it("is said in Chinese, with its numbers", () => {
    const zh = i18next.getFixedT("zh-CN");
    expect(explain("size must be between 0 and 500", zh)).toBe("长度应在 0 到 500 个字符之间");
    expect(explain("must be greater than or equal to 1", zh)).toBe("不能小于 1");
    expect(explain("must be at most 50 with the sampler LCM", zh)).toBe(
      explain("must be less than or equal to 50", zh),
    );
    expect(explain("must be at most 2 with this model", zh)).toBe("不能大于 2");
    expect(explain("must be a multiple of 8 from 64 to 256 pixels with this model", zh)).toBe(
      "应是 8 的倍数，在 64 到 256 之间",
    );
    expect(explain("line 2, column 1: the quote that opens here is never closed", zh)).toBe(
      "第 2 行第 1 列：从这里开始的引号没有结束",
    );
    expect(explain("line 7, column 3: the prompt has 612 characters, at most 500", zh)).toBe(
      "第 7 行第 3 列：有 612 个字符，最多 500 个",
    );
  });

  it("tells of fields that are left empty or hold something else, and of open bounds", () => {
    const zh = i18next.getFixedT("zh-CN");
    expect(explain("is absent or has the wrong type or form", zh)).toBe("没有填写，或不是所要的格式");
    expect(explain("must be greater than 0", zh)).toBe("应大于 0");
    expect(explain("must be greater than 0", i18next.getFixedT("en"))).toBe("must be greater than 0");
    expect(explain("holds a character that cannot be kept (NUL, or half of a pair)", zh)).toBe("含有无法保存的字符");
  });

  it("tells of places that are out of reach, and of pickles", () => {
    const zh = i18next.getFixedT("zh-CN");
    expect(explain("lies outside of the folders to import from: /a, /b; put it there, or name its folder", zh)).toBe(
      "不在可以导入的文件夹里：/a, /b",
    );
    expect(explain("is a pickle, which can run code. Convert it first: …", zh)).toContain("save_file(torch.load(");
  });

  it("says what a checkpoint by itself lacks", () => {
    const en = i18next.getFixedT("en");
    expect(explain("must be said of a checkpoint that is sent by itself", en)).toMatch(/^a checkpoint alone has no/);
    const zh = i18next.getFixedT("zh-CN");
    expect(explain("names a base model without a folder tokenizer", zh)).toContain("tokenizer 文件夹");
    expect(explain("names a base model whose tokenizer is not CLIP's", zh)).toContain("不是 CLIP 的");
  });

  it("tells of learned words", () => {
    const zh = i18next.getFixedT("zh-CN");
    const noWord = explain("must be a word of 1 to 60 characters, with a letter and …", zh);
    expect(noWord).toContain("1 到 60 个字符");
    expect(noWord).toContain("（ ） ： ，");
    const en = i18next.getFixedT("en");
    expect(explain("and negative prompt have 9 learned words, at most 8 are taken at once", en)).toBe(
      "has 9 learned words together with the negative prompt, at most 8 are taken at once",
    );
    const alone = "has 9 learned words, at most 8 are taken at once";
    expect(explain(alone, en)).toBe(alone);
    expect(explain(alone, zh)).toBe("这里有 9 个习得词，一次最多用 8 个");
  });

  it("tells of adapters for other models", () => {
    const zh = i18next.getFixedT("zh-CN");
    expect(explain("names an adapter that does not fit anime v3", zh)).toBe("有一个适配器不适合“anime v3”");
  });

  it("stays as it came when it is not known", () => {
    expect(explain("must rhyme", i18next.getFixedT("zh-CN"))).toBe("must rhyme");
    expect(explain("line 4, column 1: must rhyme", i18next.getFixedT("en"))).toBe("line 4, column 1: must rhyme");
  });
});
