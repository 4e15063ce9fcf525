/* Chapters come before notebooks, and those before tables of rows. */
var Scorer = {
  score: function (result) {
    var docname = result[0], score = result[4];
    if (/^chapters\/(conditions|safety|sessions|mechanism|orientation\/(?!article))/.test(docname)) return score + 100;
    if (/^(notebooks|chapters\/reference)\//.test(docname)) return score - 60;
    return score;
  },
  objNameMatch: 11, objPartialMatch: 6, objPrio: { 0: 15, 1: 5, 2: -5 }, objPrioDefault: 0,
  title: 15, partialTitle: 7, term: 5, partialTerm: 2
};
