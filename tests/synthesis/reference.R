# Reference values for kapbook.synthesis, made with metafor and the public data sets of metadat.
# Run: make reference (Debian: r-cran-metafor, r-cran-metadat).
suppressPackageStartupMessages(library(metafor))

sets <- list(
  bcg = escalc(measure = "RR", data = dat.bcg, ai = tpos, bi = tneg, ci = cpos, di = cneg),
  raudenbush1985 = dat.raudenbush1985,
  bangertdrowns2004 = dat.bangertdrowns2004,
  hine1989 = escalc(measure = "RD", data = dat.hine1989, n1i = n1i, n2i = n2i, ai = ai, ci = ci),
  normand1999 = escalc(measure = "MD", data = dat.normand1999, m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i),
  linde2005 = escalc(measure = "RR", data = dat.linde2005, ai = ai, n1i = n1i, ci = ci, n2i = n2i),
  collins1985b = escalc(measure = "OR", data = dat.collins1985b, ai = pre.xti, n1i = pre.nti, ci = pre.xci, n2i = pre.nci),
  li2007 = escalc(measure = "OR", data = dat.li2007, ai = ai, n1i = n1i, ci = ci, n2i = n2i),
  cannon2006 = escalc(measure = "RR", data = dat.cannon2006, ai = ep1t, n1i = nt, ci = ep1c, n2i = nc),
  yusuf1985 = escalc(measure = "OR", data = subset(dat.yusuf1985, table == 6), ai = ai, n1i = n1i, ci = ci, n2i = n2i),
  alike = data.frame(yi = c(17.3, 14.2, 13.7), vi = c(46.0, 47.4, 50.5)),
  two = data.frame(yi = c(0.2, 0.8), vi = c(0.04, 0.05)),
  wide = data.frame(yi = c(-2.1, 0.4, 1.9, 3.3, -0.2), vi = c(0.3, 0.2, 0.5, 0.4, 0.1))
)
control <- list(threshold = 1e-12, tol = 1e-12, maxiter = 10000, stepadj = 0.5)
random <- function(yi, vi, method) {
  fit <- rma(yi, vi, method = method, test = "knha", control = control)
  limits <- confint(fit, control = list(tol = 1e-12, maxiter = 10000, tau2.max = 1e6))$random
  new <- predict(fit)
  list(value = as.numeric(fit$beta), low = fit$ci.lb, high = fit$ci.ub, tau2 = fit$tau2,
       tau2_low = limits["tau^2", "ci.lb"], tau2_high = limits["tau^2", "ci.ub"], i2 = fit$I2,
       i2_low = limits["I^2(%)", "ci.lb"], i2_high = limits["I^2(%)", "ci.ub"],
       prediction_low = new$pi.lb, prediction_high = new$pi.ub, q = fit$QE)
}
pooled <- function(s) {
  keep <- !is.na(s$yi) & !is.na(s$vi)
  yi <- as.numeric(s$yi[keep]); vi <- as.numeric(s$vi[keep])
  fixed <- rma(yi, vi, method = "EE")
  list(yi = yi, vi = vi, REML = random(yi, vi, "REML"), PM = random(yi, vi, "PM"),
       common = list(value = as.numeric(fixed$beta), low = fixed$ci.lb, high = fixed$ci.ub))
}
tables <- list(c(46, 73, 25, 79), c(8, 18, 1, 18), c(0, 40, 3, 41), c(91, 336, 60, 340), c(10, 10, 12, 12))
contrast <- function(t) {
  get <- function(measure) {
    e <- escalc(measure = measure, ai = t[1], n1i = t[2], ci = t[3], n2i = t[4], add = 1/2, to = "only0")
    half <- qnorm(0.975) * sqrt(e$vi)
    exp(c(e$yi, e$yi - half, e$yi + half))
  }
  list(counts = t, rr = as.numeric(get("RR")), or = as.numeric(get("OR")))
}
wilson <- function(x, n) {
  w <- prop.test(x, n, correct = FALSE)$conf.int
  list(events = x, n = n, low = 100 * w[1], high = 100 * w[2])
}
out <- list(metafor = as.character(packageVersion("metafor")), pooled = lapply(sets, pooled),
            contrasts = lapply(tables, contrast),
            proportions = list(wilson(46, 73), wilson(1, 18), wilson(0, 40), wilson(39, 86)))
json <- function(x) {
  if (is.list(x)) {
    items <- vapply(x, json, "")
    if (is.null(names(x))) paste0("[", paste(items, collapse = ", "), "]")
    else paste0("{", paste(sprintf('"%s": %s', names(x), items), collapse = ", "), "}")
  } else if (is.character(x)) sprintf('"%s"', x)
  else if (length(x) > 1) paste0("[", paste(format(x, digits = 15, trim = TRUE), collapse = ", "), "]")
  else format(x, digits = 15, trim = TRUE)
}
cat(json(out), "\n", sep = "")
