
resource "aws_iam_role_policy" "aa" {
  name   = "aa"
  role   = "payments-api"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["iam:*"], Resource = "*" }] })
}

resource "aws_iam_role_policy_attachment" "x" {
  role       = "payments-api"
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}