# The part of the reference script that made expected.json. R 4.2.2, jsonlite, metafor, survey.
# Run in this folder: Rscript make.R
suppressMessages({library(jsonlite); library(metafor); library(survey)}); options(digits = 15)
out <- list()
u <- read.csv("units.csv")
pm <- rma(yi = u$mean, vi = u$var, method = "PM"); bl <- blup(pm)
out$units_paule_mandel <- list(k = nrow(u), tau2 = pm$tau2, I2 = pm$I2, mu = unname(pm$beta[1]), mu_se = pm$se, Q = pm$QE, shrunken = bl$pred)

te <- read.csv("telco.csv"); sp <- suppressWarnings(cor.test(te$charges, te$tenure, method = "spearman"))
out$spearman_telco <- list(rho = unname(sp$estimate), n = nrow(te))

nps <- function(x, w) 100 * sum(w * ((x >= 9) - (x <= 6))) / sum(w)
sub <- read.csv("sfo_strata.csv"); N <- nrow(sub); st <- sort(unique(sub$strata))
des <- suppressWarnings(svydesign(ids = ~1, weights = ~1, data = sub))
pg <- data.frame(gender = c("Female", "Male"), Freq = c(.55, .45) * N); ps <- data.frame(strata = st, Freq = rep(N / length(st), length(st)))
rk <- rake(des, list(~gender, ~strata), list(pg, ps), control = list(maxit = 100, epsilon = 1e-10)); wt <- weights(rk)
out$raking <- list(n = N, strata = st, target_gender = list(Female = .55, Male = .45), target_strata = "equal shares",
                   sum_w2 = sum(wt^2), min_w = min(wt), max_w = max(wt), nps = nps(sub$score, wt), n_eff = sum(wt)^2 / sum(wt^2))
write(toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE), "expected.json")
