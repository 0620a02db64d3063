// SPDX-License-Identifier: GPL-2.0-only
export default {
  // A block that names no language is text, and nothing is guessed of it.
  configureHljs: hljs => hljs.configure({ languages: [] }),
};
