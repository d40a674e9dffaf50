variable "name" { type = string }
variable "namespace" { type = string }
variable "table_arn" { type = string }

variable "cluster" {
  type    = string
  default = "atlas-eks"
}

data "aws_iam_policy_document" "trust" {
  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-namespace"
      values   = [var.namespace]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-service-account"
      values   = [var.name]
    }
  }
}

data "aws_iam_policy_document" "table" {
  statement {
    actions   = ["dynamodb:GetItem", "dynamodb:UpdateItem"]
    resources = [var.table_arn]
  }
}

resource "aws_iam_role" "this" {
  name               = "eks-${var.name}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "table" {
  name   = "table"
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.table.json
}

resource "aws_eks_pod_identity_association" "this" {
  cluster_name    = var.cluster
  namespace       = var.namespace
  service_account = var.name
  role_arn        = aws_iam_role.this.arn
}

output "role_arn" {
  value = aws_iam_role.this.arn
}
