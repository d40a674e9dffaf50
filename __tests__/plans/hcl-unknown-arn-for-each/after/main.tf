data "aws_iam_policy_document" "pods" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-namespace"
      values   = ["shop"]
    }
  }
}

locals {
  buckets = toset(["exports", "imports"])
}

resource "aws_s3_bucket" "this" {
  for_each      = local.buckets
  bucket_prefix = "${each.key}-"
}

resource "aws_iam_role" "reports" {
  name               = "reports"
  assume_role_policy = data.aws_iam_policy_document.pods.json
}

resource "aws_eks_pod_identity_association" "reports" {
  cluster_name    = "atlas-eks"
  namespace       = "shop"
  service_account = "reports"
  role_arn        = aws_iam_role.reports.arn
}

resource "aws_iam_role_policy" "reports" {
  name = "buckets"
  role = aws_iam_role.reports.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = [for bucket in aws_s3_bucket.this : "${bucket.arn}/*"]
      },
      {
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = values(aws_s3_bucket.this)[*].arn
      },
    ]
  })
}
