variable "name" {}
variable "trust" {}
variable "policy" {}

resource "aws_iam_role" "this" {
  name_prefix        = "${var.name}-"
  assume_role_policy = var.trust
}

resource "aws_iam_policy" "this" {
  name_prefix = "${var.name}-"
  policy      = var.policy
}

resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = aws_iam_policy.this.arn
}

output "arn" {
  value = aws_iam_role.this.arn
}
