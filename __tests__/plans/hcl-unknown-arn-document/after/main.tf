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

resource "aws_s3_bucket" "reports" {
  bucket_prefix = "reports-"
}

data "aws_iam_policy_document" "reports" {
  statement {
    sid       = "Objects"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.reports.arn}/*", "arn:aws:s3:::templates/*"]
  }

  statement {
    sid       = "Bucket"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.reports.arn]

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["monthly/*"]
    }
  }
}

resource "aws_iam_policy" "reports" {
  name   = "reports"
  policy = data.aws_iam_policy_document.reports.json
}

resource "aws_iam_role" "reports" {
  name               = "reports"
  assume_role_policy = data.aws_iam_policy_document.pods.json
}

resource "aws_iam_role_policy_attachment" "reports" {
  role       = aws_iam_role.reports.name
  policy_arn = aws_iam_policy.reports.arn
}

resource "aws_eks_pod_identity_association" "reports" {
  cluster_name    = "atlas-eks"
  namespace       = "shop"
  service_account = "reports"
  role_arn        = aws_iam_role.reports.arn
}
