(() => {
  const $ = (id) => document.getElementById(id);
  const rows = [...document.querySelectorAll("tbody tr[data-row]")];
  const shown = $("shown");
  const plain = (s) => s.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();
  const texts = rows.map((r) => plain(r.textContent));
  const apply = () => {
    const agency = $("agency").value, section = $("section").value, word = plain($("word").value.trim());
    let n = 0;
    rows.forEach((r, i) => {
      const d = r.dataset;
      const keep = (!$("material").checked || d.material === "1") && (!$("review").checked || d.review === "1")
        && (!agency || (" " + d.agencies + " ").includes(" " + agency + " ")) && (!section || d.section === section)
        && (!word || texts[i].includes(word));
      r.hidden = !keep;
      n += keep;
    });
    document.querySelectorAll("tr.section").forEach((s) => {
      let next = s.nextElementSibling, any = false;
      for (; next && !next.classList.contains("section"); next = next.nextElementSibling) any ||= !next.hidden;
      s.hidden = !any;
    });
    shown.textContent = n + " / " + rows.length;
  };
  ["material", "review", "agency", "section", "word"].forEach((id) => $(id).addEventListener("input", apply));
  apply();
})();
