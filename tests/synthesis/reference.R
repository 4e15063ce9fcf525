# Reference values for kapbook.synthesis, made with metafor. Run: make reference (needs R and r-cran-metafor).
library(metafor)

sets <- list(
  bcg = list(yi = c(-0.8893, -1.5854, -1.3481, -1.4416, -0.2175, -0.7861, -1.6209, 0.0120, -0.4694, -1.3713, -0.3394, 0.4459, -0.0173),
             vi = c(0.3256, 0.1946, 0.4154, 0.0200, 0.0512, 0.0069, 0.2230, 0.0040, 0.0564, 0.0730, 0.0124, 0.5325, 0.0714)),
  alike = list(yi = c(17.3, 14.2, 13.7), vi = c(46.0, 47.4, 50.5)),
  two = list(yi = c(0.2, 0.8), vi = c(0.04, 0.05)),
  wide = list(yi = c(-2.1, 0.4, 1.9, 3.3, -0.2), vi = c(0.3, 0.2, 0.5, 0.4, 0.1))
)
pool <- function(s) {
  fit <- rma(yi = s$yi, vi = s$vi, method = "PM", test = "adhoc", control = list(tol = 1e-10, maxiter = 1000))
  fixed <- rma(yi = s$yi, vi = s$vi, method = "EE")
  list(yi = s$yi, vi = s$vi, value = as.numeric(fit$beta), low = fit$ci.lb, high = fit$ci.ub, tau2 = fit$tau2,
       q = fixed$QE, i2 = max(0, 100 * (fixed$QE - (fit$k - 1)) / fixed$QE))
}
tables <- list(c(46, 73, 25, 79), c(8, 18, 1, 18), c(0, 40, 3, 41), c(91, 336, 60, 340))
contrast <- function(t) {
  get <- function(measure) {
    e <- escalc(measure = measure, ai = t[1], n1i = t[2], ci = t[3], n2i = t[4], add = 1/2, to = "only0")
    half <- qnorm(0.975) * sqrt(e$vi)
    exp(c(e$yi, e$yi - half, e$yi + half))
  }
  list(counts = t, rr = as.numeric(get("RR")), or = as.numeric(get("OR")))
}
wilson <- function(x, n) { w <- prop.test(x, n, correct = FALSE)$conf.int; list(events = x, n = n, low = 100 * w[1], high = 100 * w[2]) }
out <- list(metafor = as.character(packageVersion("metafor")), pooled = lapply(sets, pool), contrasts = lapply(tables, contrast),
            proportions = list(wilson(46, 73), wilson(1, 18), wilson(0, 40), wilson(39, 86)))
json <- function(x) {
  if (is.list(x)) {
    items <- vapply(x, json, "")
    if (is.null(names(x))) paste0("[", paste(items, collapse = ", "), "]")
    else paste0("{", paste(sprintf('"%s": %s', names(x), items), collapse = ", "), "}")
  } else if (is.character(x)) sprintf('"%s"', x)
  else if (length(x) > 1) paste0("[", paste(format(x, digits = 12, trim = TRUE), collapse = ", "), "]")
  else format(x, digits = 12, trim = TRUE)
}
cat(json(out), "\n", sep = "")
