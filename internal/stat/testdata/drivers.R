# How drivers.json was made. R 4.2.2, jsonlite, pROC.
# swiss comes with R; telco_churn.csv lies here; the airline survey does not (its licence is not known): AIRLINE names the file.
library(jsonlite); library(pROC); options(digits = 15)
out <- list()
rw <- function(X, y) { R <- cor(cbind(X, y), use = "pairwise"); k <- ncol(X); Rxx <- R[1:k, 1:k]; r <- R[1:k, k + 1]; e <- eigen(Rxx)
  L <- e$vectors %*% diag(sqrt(e$values)) %*% t(e$vectors); b <- solve(L, r); raw <- as.vector(L^2 %*% b^2); list(r2 = sum(raw), raw = raw, share = raw / sum(raw)) }
lmg <- function(X, y) { k <- ncol(X); R <- cor(cbind(X, y)); r2 <- function(s) if (!length(s)) 0 else { r <- R[s, k + 1]; drop(r %*% solve(R[s, s, drop = FALSE], r)) }
  sapply(1:k, function(j) { o <- setdiff(1:k, j); s <- 0; for (m in 0:length(o)) { cs <- if (m == 0) list(integer()) else combn(length(o), m, function(i) o[i], simplify = FALSE)
    wgt <- factorial(m) * factorial(k - m - 1) / factorial(k); for (c in cs) s <- s + wgt * (r2(sort(c(c, j))) - r2(c)) }; s }) }
dagj <- function(f, b) { g <- sort(unique(b)); th <- f(rep(TRUE, length(b))); r <- sapply(g, function(k) f(b != k)); G <- length(g)
  v <- (G - 1) / G * sum((r - th)^2); t <- qt(.975, G - 1); list(G = G, estimate = th, se = sqrt(v), low = th - t * sqrt(v), high = th + t * sqrt(v)) }

sw <- datasets::swiss; nm <- c("Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality"); X <- sw[, nm]
out$swiss <- list(names = c(nm, "Fertility"), correlations = unname(cor(sw[, c(nm, "Fertility")])), relative_weights = rw(X, sw$Fertility), lmg = lmg(X, sw$Fertility))

te <- read.csv("telco_churn.csv"); hz <- glm(churned ~ tenure + monthly + two_year + fiber, data = te, family = binomial)
out$telco_logit <- list(terms = c("(intercept)", "tenure", "MonthlyCharges", "Contract is Two year", "InternetService is Fiber optic"), coef = unname(coef(hz)), se = unname(sqrt(diag(vcov(hz)))),
                        auc = as.numeric(auc(roc(te$churned, fitted(hz), quiet = TRUE))), brier = mean((te$churned - fitted(hz))^2))

al <- read.csv(Sys.getenv("AIRLINE"), check.names = FALSE)
dr <- c("Inflight wifi service", "Ease of Online booking", "Online boarding", "Seat comfort", "Inflight entertainment", "On-board service", "Leg room service", "Baggage handling", "Checkin service", "Inflight service", "Cleanliness")
A <- al; for (n in dr) A[[n]][A[[n]] == 0] <- NA; A <- A[complete.cases(A[, dr]), ]; y <- as.numeric(A$satisfaction == "satisfied")
out$airline_drivers <- c(list(names = dr, n = nrow(A), note = "score 0 means not applicable and is missing; complete rows; outcome 1 = satisfied"), rw(A[, dr], y), list(lmg = lmg(A[, dr], y)))
out$airline_drivers$jackknife_share_se_wifi <- { b <- A$id %% 64; dagj(function(i) rw(A[i, dr], y[i])$share[1], b) }
low <- as.data.frame(lapply(A[, dr], function(x) as.numeric(x <= 2))); hi <- as.data.frame(lapply(A[, dr], function(x) as.numeric(x == 5)))
names(low) <- paste0("low_", seq_along(dr)); names(hi) <- paste0("high_", seq_along(dr)); pr <- coef(lm(y ~ ., data = cbind(y = y, low, hi)))
out$airline_penalty_reward <- list(low_is = "score <= 2", high_is = "score == 5", intercept = unname(pr[1]), penalty = unname(pr[2:(length(dr) + 1)]), reward = unname(pr[(length(dr) + 2):(2 * length(dr) + 1)]))
ct <- 100 * y; fit <- lm(ct ~ ., data = cbind(ct = ct, A[, dr])); b <- coef(fit)[-1]; sf <- sapply(A[, dr], function(x) mean(pmax(0, 4 - x)))
out$airline_gain <- list(target = 4, slope = unname(b), shortfall = unname(sf), gain = unname(.5 * b * sf))
gl <- glm(y ~ ., data = data.frame(y = y, A[, dr]), family = binomial)
out$airline_logit <- list(coef = unname(coef(gl)), se = unname(sqrt(diag(vcov(gl)))), deviance = gl$deviance, auc_in_sample = as.numeric(auc(roc(y, fitted(gl), quiet = TRUE))), brier = mean((y - fitted(gl))^2))
write(toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE), "drivers.json")
