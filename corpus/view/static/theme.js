// Before anything is drawn: the theme that the reader chose on an earlier page, if the browser keeps it.
"use strict";
const convoy = {
  themes: ["auto", "light", "dark"],
  theme() {
    try {
      const kept = localStorage.getItem("convoy-theme");
      return this.themes.includes(kept) ? kept : "auto";
    } catch {
      return document.documentElement.dataset.theme || "auto";
    }
  },
  setTheme(name) {
    if (name === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    try {
      localStorage.setItem("convoy-theme", name);
    } catch {
      // The page keeps it as long as it is open.
    }
  },
};
convoy.setTheme(convoy.theme());
